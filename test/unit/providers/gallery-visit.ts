import * as pulumi from "@pulumi/pulumi";
import type { JournalEntry } from "../../../loopback/core/journal.ts";
import { type Properties, revealAll } from "../../../providers/kit/values.ts";
import type { Exhibition, Stranger } from "../../gallery/gallery.ts";
import type { Stage } from "./stage.ts";

/** An exhibit as it stands after a visit. */
interface Exhibit {
  readonly token: string;
  readonly kept: Awaited<ReturnType<Stage["create"]>>;
  /** What differs between what was declared and what a read tells right afterwards. */
  readonly unstable: readonly string[];
  /** What an import had to change, or an update could only replace. */
  readonly different: readonly { readonly path: string; readonly replaces: boolean }[];
}

interface Call {
  readonly token: string;
  readonly entry: JournalEntry;
}

/** What one visit of the gallery saw. */
export interface Seen {
  readonly exhibits: ReadonlyMap<string, Exhibit>;
  tokens(): Set<string>;
  /** By exhibit: what a read right after making it tells otherwise than it was declared. */
  unstable(): Record<string, readonly string[]>;
  /** By exhibit: what was different before an update or after an import. */
  differences(): Record<string, readonly string[]>;
  replaced(): string[];
  /** Which of the templates its resources really called; a call that fits none of them stands as it is. */
  sent(token: string, templates: readonly string[]): string[];
  /**
   * Deletes everything, what hangs last first, those of one kind at once; then none of it is there any more.
   * @param staying tokens of settings, which are put back and not taken away
   */
  remove(staying?: readonly string[]): Promise<void>;
}

interface Visit {
  readonly turn: "first" | "changed";
  readonly before?: Seen;
  readonly imports?: Readonly<Record<string, string>>;
}

const short = (token: string): string => token.slice(token.lastIndexOf(":") + 1);
const planted = (name: string): string => `planted-${name}-0123456789`;

/** A vendor as a stranger calls it. */
export const strangerAt = (stage: Stage): Stranger => ({
  secret: planted,
  control: (method, path, body) => stage.control(`${method} ${path}`, body),
  async call(method, path, body) {
    const answer = await stage.vendor(`${method} ${path}`, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  },
});

/** Runs the exhibits as a program against the stage: each is made, updated or imported, then read again. One at a time. */
export async function visit(stage: Stage, exhibits: (on: Exhibition) => void, how: Visit): Promise<Seen> {
  const seen = new Map<string, Exhibit>();
  const calls: Call[] = [];
  const failures: unknown[] = [];
  let line: Promise<unknown> = stage.journal();
  const inLine = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = line.then(act);
    line = turn.catch(() => undefined);
    return turn;
  };
  const note = async (token: string) => {
    for (const entry of await stage.journal()) calls.push({ token, entry });
  };
  const make = async (type: string, name: string, inputs: Properties): Promise<Exhibit> => {
    const token = short(type);
    const { kept, different } = await put(token, name, inputs);
    const found = await stage.read(token, kept);
    if (found === undefined) throw new Error(`${name} is gone right after it was made`);
    const unstable = (await stage.differences(token, found, inputs)).map(({ path }) => path);
    await note(type);
    return { token: type, kept, different, unstable };
  };
  const put = async (token: string, name: string, inputs: Properties): Promise<Pick<Exhibit, "kept" | "different">> => {
    const old = how.before?.exhibits.get(name)?.kept;
    const imported = how.imports?.[name];
    if (imported === undefined && old === undefined) return { kept: await stage.create(token, inputs), different: [] };
    const known = old ?? (await stage.import(token, imported ?? ""));
    if (known === undefined) throw new Error(`${name} is not there to be imported: ${imported}`);
    const different = await stage.differences(token, known, inputs);
    if (old === undefined) return { kept: { ...known, inputs: { ...inputs, ...known.inputs } }, different };
    return { kept: different.length === 0 ? old : await stage.update(token, known, inputs), different };
  };
  await pulumi.runtime.setMocks({
    call: () => ({}),
    async newResource({ type, name, inputs }) {
      if (type.startsWith("pulumi:")) return { id: name, state: inputs };
      return inLine(async () => {
        try {
          const exhibit = await make(type, name, revealAll(inputs));
          seen.set(name, exhibit);
          return { id: exhibit.kept.id, state: { ...exhibit.kept.state } };
        } catch (error) {
          failures.push(new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`));
          return { id: "failed", state: inputs };
        }
      });
    },
  });
  const hung: pulumi.CustomResource[] = [];
  const keys: string[] = [];
  exhibits({
    secret: planted,
    turn: (first, changed) => (how.turn === "first" ? first : changed),
    hang(key, type, args, opts) {
      const made = new type(key, args, opts);
      hung.push(made);
      keys.push(key);
      return made;
    },
  });
  await Promise.all(hung.map(({ id }) => new Promise((done) => id.apply(done))));
  if (failures.length > 0) throw new AggregateError(failures, failures.join("\n"));

  const by = (tell: (one: Exhibit) => readonly string[]) =>
    Object.fromEntries(
      [...seen].map(([name, one]) => [name, tell(one)] as const).filter(([, told]) => told.length > 0),
    );
  return {
    exhibits: seen,
    tokens: () => new Set([...seen.values()].map(({ token }) => token)),
    unstable: () => by(({ unstable }) => unstable),
    differences: () => by(({ different }) => different.map(({ path }) => path)),
    replaced: () =>
      Object.keys(by(({ different }) => different.filter(({ replaces }) => replaces).map((one) => one.path))),
    sent: (token, templates) => [
      ...new Set(calls.filter((call) => call.token === token).map(({ entry }) => templateOf(entry, templates))),
    ],
    async remove(staying = []) {
      const all = keys.flatMap((key) => seen.get(key) ?? []).toReversed();
      const kinds = [...new Set(all.map((one) => one.token))];
      const of = (token: string) => all.filter((one) => one.token === token);
      for (const token of kinds) {
        const same = of(token);
        const tries = await Promise.allSettled(same.map(({ kept }) => stage.delete(short(token), kept)));
        // What another of its kind still needed goes alone: dependencies are the engine's to know.
        for (const [index, { status }] of tries.entries()) {
          const exhibit = same[index];
          if (status === "rejected" && exhibit !== undefined) await stage.delete(short(token), exhibit.kept);
        }
        await note(token);
      }
      // Last, because some things go only with what they belong to.
      for (const token of kinds.filter((kind) => !staying.includes(kind))) {
        for (const { kept } of of(token))
          if ((await stage.read(short(token), kept)) !== undefined) throw new Error(`${kept.id} outlived its removal`);
        await note(token);
      }
    },
  };
}

/** `PUT /services/{id}` for `PUT /services/P1`. The longest template wins: it has the most words. */
function templateOf({ method, path }: JournalEntry, templates: readonly string[]): string {
  const fitting = templates.filter((template) => {
    const pattern = template.replaceAll(/[.?+]/g, "\\$&").replaceAll(/\{\w+\}/g, "[^/]+");
    return new RegExp(`^${pattern}$`).test(`${method} ${path}`);
  });
  const words = (template: string) => template.split("/").filter((part) => !part.startsWith("{")).length;
  return fitting.toSorted((a, b) => words(b) - words(a))[0] ?? `${method} ${path}`;
}
