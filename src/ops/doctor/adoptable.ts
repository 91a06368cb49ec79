import { join } from "node:path";
import { writeAdopting } from "../../engine/stack-file.ts";
import { type Candidate, candidates } from "../adoption.ts";
import type { CommandContext } from "../command.ts";
import { runOperation } from "../engine-run.ts";
import { openStack } from "../open-stack.ts";
import { complaints } from "../report.ts";

/** A candidate, and what taking it over would change about it. */
export interface Adoptable extends Candidate {
  /** Properties that the next `up` would set, e.g. `framework`. */
  readonly changes: readonly string[];
  /** It cannot become what the platform declares: `up` would make a new one in its place. */
  readonly replaced: boolean;
}

export interface Search {
  readonly found: readonly Adoptable[];
  /** Why the search ended early. */
  readonly stopped: readonly string[];
}

/** What a platform has no layers deeper than: each round of previews finds what stands inside of what the last one found. */
const rounds = 6;

/**
 * What stands at the vendors already of what a stack declares: the stack is previewed as if it adopted everything found
 * so far, until nothing new is found. Changes nothing anywhere.
 */
export async function searchAdoptable(context: CommandContext): Promise<Search> {
  const stack = await openStack(context);
  const { files, spec, session } = stack;
  const file = session.setup.onLoopback ? files.configFile : join(context.project, `Pulumi.${spec.stack}.yaml`);
  const copy = join(files.folder, "adopting", `Pulumi.${spec.stack}.yaml`);
  const found = new Map<string, Candidate>();
  for (let round = 1; ; round++) {
    const adopt = { ...spec.adopt, ...Object.fromEntries([...found].map(([name, { id }]) => [name, id])) };
    writeAdopting(file, copy, adopt);
    const trying = { ...stack, session: session.reading(copy) };
    const { report, code } = await runOperation(context, trying, ["preview"]);
    const more =
      code === 0 ? (await candidates(report, session.environment)).filter(({ name }) => !found.has(name)) : [];
    for (const one of more) found.set(one.name, one);
    if (more.length > 0 && round < rounds) continue;
    const adoptable = [...found.values()].map((one) => {
      const steps = report.steps.filter(({ urn }) => urn.endsWith(`::${one.name}`));
      const changes = steps.flatMap(({ op, diffs }) => (op === "update" ? (diffs ?? []) : []));
      return { ...one, changes, replaced: steps.some(({ op }) => op.includes("replace")) };
    });
    return { found: adoptable, stopped: code === 0 ? [] : complaints(report) };
  }
}
