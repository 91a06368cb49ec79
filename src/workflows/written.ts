import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from "yaml";

/** A step as a file says it. */
export interface WrittenStep {
  readonly line: number;
  readonly uses: string | undefined;
  /** What stands behind `uses` on its line, without the `#`. */
  readonly comment: string | undefined;
  readonly run: string | undefined;
}

/** Which runs must not run at once, as a file says it. */
interface WrittenConcurrency {
  readonly group: string;
  readonly cancels: boolean;
}

export interface WrittenJob {
  readonly id: string;
  readonly name: string;
  readonly line: number;
  /** The workflow that it calls in place of steps. */
  readonly uses: string | undefined;
  readonly hasTimeout: boolean;
  readonly hasMatrix: boolean;
  readonly environment: string | undefined;
  readonly concurrency: WrittenConcurrency | undefined;
  readonly steps: readonly WrittenStep[];
  /** Names of the secrets that it reads, the run's own token left out; `all of them` where it hands them on whole. */
  readonly secrets: readonly string[];
}

/** A workflow file, read as far as the rules look: whoever wrote it. */
export interface WrittenWorkflow {
  readonly path: string;
  readonly line: number;
  /** Names of the events that start it. */
  readonly events: readonly string[];
  readonly pushBranches: readonly string[] | undefined;
  readonly pushTags: readonly string[] | undefined;
  readonly concurrency: WrittenConcurrency | undefined;
  readonly jobs: readonly WrittenJob[];
}

/** Reads a workflow. Text that is no YAML, or no workflow, has no jobs: GitHub's own parser tells of that. */
export function readWorkflow(path: string, text: string): WrittenWorkflow {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (...at: readonly (string | number)[]): number => {
    const key = at.at(-1);
    const around = at.length === 1 ? document.contents : document.getIn(at.slice(0, -1), true);
    const pair = isMap(around) ? around.items.find((one) => isPair(one) && keyOf(one.key) === key) : undefined;
    const node = pair?.key ?? document.getIn(at, true);
    return isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1;
  };
  const tree: unknown = document.errors.length > 0 ? {} : document.toJS();
  const on = at(tree, "on");
  const commentOf = (job: string, index: number): string | undefined => {
    const uses = document.getIn(["jobs", job, "steps", index, "uses"], true);
    return isScalar(uses) ? uses.comment?.trim() : undefined;
  };
  return {
    path,
    line: lineOf("on"),
    events: typeof on === "string" ? [on] : Array.isArray(on) ? on.map(String) : Object.keys(entriesOf(on)),
    pushBranches: listOf(at(on, "push", "branches")),
    pushTags: listOf(at(on, "push", "tags")),
    concurrency: concurrencyOf(at(tree, "concurrency")),
    jobs: Object.entries(entriesOf(at(tree, "jobs"))).map(([id, job]) => ({
      id,
      name: textOf(at(job, "name")) ?? id,
      line: lineOf("jobs", id),
      uses: textOf(at(job, "uses")),
      hasTimeout: at(job, "timeout-minutes") !== undefined,
      hasMatrix: at(job, "strategy", "matrix") !== undefined,
      environment: textOf(at(job, "environment")) ?? textOf(at(job, "environment", "name")),
      concurrency: concurrencyOf(at(job, "concurrency")),
      secrets: secretsIn(job),
      steps: (arrayOf(at(job, "steps")) ?? []).map((step, index) => ({
        line: lineOf("jobs", id, "steps", index),
        uses: textOf(at(step, "uses")),
        comment: commentOf(id, index),
        run: textOf(at(step, "run")),
      })),
    })),
  };
}

const keyOf = (key: unknown): unknown => (isScalar(key) ? key.value : key);
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const arrayOf = (value: unknown): readonly unknown[] | undefined => (Array.isArray(value) ? value : undefined);
const listOf = (value: unknown): readonly string[] | undefined => arrayOf(value)?.map(String);
const entriesOf = (value: unknown): object => (typeof value === "object" && value !== null ? value : {});

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

function concurrencyOf(value: unknown): WrittenConcurrency | undefined {
  if (typeof value === "string") return { group: value, cancels: false };
  const group = textOf(at(value, "group"));
  return group === undefined ? undefined : { group, cancels: at(value, "cancel-in-progress") === true };
}

/** `secrets.NAME`, `secrets['NAME']`, and the ways to hand on every one: `secrets: inherit`, `toJSON(secrets)`. */
function secretsIn(job: unknown): string[] {
  const text = JSON.stringify(job ?? {});
  const named = [...text.matchAll(/\bsecrets(?:\.|\[')(\w+)/g)].map(([, name = ""]) => name);
  const whole = /"secrets":"inherit"|\(\s*secrets\s*\)/.test(text) ? ["all of them"] : [];
  return [...new Set([...named, ...whole])].filter((name) => name !== "GITHUB_TOKEN");
}

/** A `groundplan` command as a step's text says it. */
export interface WrittenCommand {
  readonly command: string;
  /** Its name; `$NAME` where a variable has it. */
  readonly stack: string;
  /** With their dashes, without their values. */
  readonly flags: readonly string[];
}

/** The `groundplan` commands of a step that name a stack. */
export const commandsOf = ({ run }: WrittenStep): WrittenCommand[] =>
  [...(run ?? "").matchAll(/\bgroundplan ((?:db )?[a-z]+)\b([^\n;&|]*)/g)].flatMap(([, command = "", rest = ""]) => {
    const [, stack] = /--stack[ =]["']?([\w.-]+|\$\{?\w+)/.exec(rest) ?? [];
    return stack === undefined ? [] : [{ command, stack, flags: rest.match(/--[a-z-]+/g) ?? [] }];
  });
