import * as pulumi from "@pulumi/pulumi";
import type { JournalEntry } from "../../../loopback/core/journal.ts";
import { diffInputs } from "../../../providers/kit/diff.ts";
import type { AnyResource } from "../../../providers/kit/resource.ts";
import { type Properties, revealAll } from "../../../providers/kit/values.ts";
import { sentry } from "../../../providers/sentry/provider.ts";
import type { Exhibition, Stranger } from "../../gallery/gallery.ts";
import type { Stage } from "./stage.ts";

type Kept = Awaited<ReturnType<Stage["create"]>>;

/** An exhibit after a visit. */
interface Exhibit {
  readonly token: string;
  readonly kept: Kept;
  /** What an update or an import found to be different. */
  readonly different: readonly { readonly path: string; readonly replaces: boolean }[];
  /** What a read right afterwards tells otherwise than it was declared. */
  readonly unstable: readonly string[];
}

export interface Visit {
  readonly exhibits: ReadonlyMap<string, Exhibit>;
  /** Calls by token, as the templates of the definition (`calls`); one that fits none stands as it is. */
  readonly sent: ReadonlyMap<string, Set<string>>;
}

const short = (token: string): string => token.slice(token.lastIndexOf(":") + 1);
const planted = (name: string): string => `planted-${name}-0123456789`;

/** Sentry as a stranger calls it. */
export const strangerAt = (stage: Stage): Stranger => ({
  secret: planted,
  control: (method, path, body) => stage.control(`${method} ${path}`, body),
  async call(method, path, body) {
    const answer = await stage.vendor(`${method} ${path}`, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  },
});

/** Runs the exhibits as a program, without an engine: each is made, updated or imported, then read; one at a time. */
export async function visit(
  stage: Stage,
  exhibits: (on: Exhibition) => void,
  how: { turn: "first" | "changed"; before?: Visit; imports?: Readonly<Record<string, string>> },
): Promise<Visit> {
  const seen = new Map<string, Exhibit>();
  const sent = new Map<string, Set<string>>();
  const failures: string[] = [];
  let line: Promise<unknown> = stage.journal();
  const show = async (type: string, name: string, given: Properties): Promise<Exhibit> => {
    const token = short(type);
    const made = await put(token, name, given);
    const found = await stage.read(token, made.kept);
    noteCalls(sent, type, await stage.journal());
    if (found === undefined) throw new Error(`${name} is gone right after it was made`);
    const exhibit = {
      token: type,
      ...made,
      unstable: (await differ(stage, token, found, given)).map((one) => one.path),
    };
    // Looking for differences is no call of the resource's own life.
    await stage.journal();
    return exhibit;
  };
  const put = async (token: string, name: string, given: Properties): Promise<Pick<Exhibit, "kept" | "different">> => {
    const old = how.before?.exhibits.get(name)?.kept;
    const imported = how.imports?.[name];
    if (old === undefined && imported === undefined) return { kept: await stage.create(token, given), different: [] };
    const known = old ?? (await stage.import(token, imported ?? ""));
    if (known === undefined) throw new Error(`${name} is not there to be imported: ${imported}`);
    const different = await differ(stage, token, known, given);
    const keep = old === undefined || different.length === 0;
    return { kept: keep ? known : await stage.update(token, known, given), different };
  };
  await pulumi.runtime.setMocks({
    call: () => ({}),
    newResource({ type, name, inputs }) {
      if (type.startsWith("pulumi:")) return Promise.resolve({ id: name, state: inputs });
      const turn = line.then(async () => {
        try {
          const exhibit = await show(type, name, revealAll(inputs));
          seen.set(name, exhibit);
          return { id: exhibit.kept.id, state: { ...exhibit.kept.state } };
        } catch (error) {
          failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
          return { id: "failed", state: inputs };
        }
      });
      line = turn;
      return turn;
    },
  });
  const hung: pulumi.CustomResource[] = [];
  exhibits({
    secret: planted,
    turn: (first, changed) => (how.turn === "first" ? first : changed),
    hang(key, type, args, opts) {
      const made = new type(key, args, opts);
      hung.push(made);
      return made;
    },
  });
  await Promise.all(hung.map(({ id }) => new Promise((done) => id.apply(done))));
  if (failures.length > 0) throw new Error(failures.join("\n"));
  return { exhibits: seen, sent };
}

/** What stays of a deletion, by token: a project's settings have nothing to delete. */
const settings = ["SentryProjectInboundDataFilter", "SentryProjectSpikeProtection", "SentryProjectOwnership"];

/** Deletes everything, what was made last first, each twice; adds its calls to those of the visit. */
export async function remove(stage: Stage, { exhibits, sent }: Visit): Promise<void> {
  for (const { token, kept } of [...exhibits.values()].toReversed()) {
    await stage.journal();
    await stage.delete(short(token), kept);
    noteCalls(sent, token, await stage.journal());
    const left = await stage.read(short(token), kept);
    if (left !== undefined && !settings.includes(short(token))) throw new Error(`${kept.id} outlived its removal`);
    await stage.delete(short(token), kept);
  }
}

const definitionOf = (token: string): AnyResource => {
  const found = sentry.resources.find((one) => short(one.token) === token);
  if (found === undefined) throw new Error(`no resource ${token}`);
  return found;
};

/** As the engine sees it: Check, the definition's own too, then Diff. */
async function differ(stage: Stage, token: string, old: Kept, given: Properties) {
  const definition = definitionOf(token);
  const { signal } = new AbortController();
  const client = sentry.configure({}, { environment: stage.environment, signal });
  const inputs = stage.check(token, given);
  const { inputs: more = {} } = (await definition.check?.({ client, signal }, inputs, old.inputs)) ?? {};
  return diffInputs(definition, old.inputs, { ...inputs, ...more });
}

function noteCalls(sent: ReadonlyMap<string, Set<string>>, token: string, entries: readonly JournalEntry[]): void {
  const calls = sent.get(token) ?? new Set();
  (sent as Map<string, Set<string>>).set(token, calls);
  const templates = definitionOf(short(token)).calls ?? [];
  for (const { method, path } of entries) {
    const fits = (template: string) =>
      new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(`${method} ${path}`);
    calls.add(templates.find(fits) ?? `${method} ${path}`);
  }
}
