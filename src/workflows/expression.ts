import { PlatformError } from "../errors.ts";

/** What an expression is once GitHub has worked it out. */
export type ValueType = "string" | "boolean" | "number";

/** Something that an expression reads, so that reading what nobody gives is found at generation. */
export type Reference =
  | { readonly kind: "step"; readonly id: string; readonly output?: string }
  | { readonly kind: "job"; readonly id: string; readonly output?: string }
  | { readonly kind: "matrix" | "input" | "secret" | "variable"; readonly name: string };

/**
 * Text that GitHub fills in. `trusted` is part of the type: what people outside can write (titles, branch names, inputs
 * of a run) may become an environment variable of a step, and nothing else accepts it.
 */
export interface Text<Trusted extends boolean = boolean> {
  readonly trusted: Trusted;
  /** With its `${{ }}`, as it stands in the file. */
  readonly rendered: string;
  readonly reads: readonly Reference[];
}

/** One expression. */
export interface Expression<Type extends ValueType = ValueType, Trusted extends boolean = boolean>
  extends Text<Trusted> {
  readonly type: Type;
  /** Without the `${{ }}`. */
  readonly source: string;
}

export type Trusted<Type extends ValueType = ValueType> = Expression<Type, true>;
export type Condition = Expression<"boolean">;

function expression<Type extends ValueType, Trust extends boolean>(
  type: Type,
  trusted: Trust,
  source: string,
  reads: readonly Reference[] = [],
): Expression<Type, Trust> {
  return { type, trusted, source, rendered: `\${{ ${source} }}`, reads };
}

const known = (source: string): Trusted<"string"> => expression("string", true, source);
const foreign = (source: string): Expression<"string", false> => expression("string", false, source);

/** What GitHub itself says about the run. */
export const github = {
  actor: known("github.actor"),
  eventName: known("github.event_name"),
  /** `branch` or `tag`. */
  refType: known("github.ref_type"),
  repository: known("github.repository"),
  runId: known("github.run_id"),
  serverUrl: known("github.server_url"),
  sha: known("github.sha"),
  token: known("github.token"),
  workflow: known("github.workflow"),
  /** A branch or tag is named by whoever pushes it; inside a concurrency group that harms nobody. */
  ref: known("github.ref"),
} as const;

/** What the pull request says about itself: its author wrote it. */
export const pullRequest = {
  number: known("github.event.pull_request.number"),
  /** `owner/name` that the branch lives in: another one than ours for a fork. */
  headRepository: foreign("github.event.pull_request.head.repo.full_name"),
  /** The commit that was pushed: forty hex digits, whoever pushed it. */
  headCommit: known("github.event.pull_request.head.sha"),
  headBranch: foreign("github.head_ref"),
  title: foreign("github.event.pull_request.title"),
  author: known("github.event.pull_request.user.login"),
} as const;

/** A secret of the job's environment. */
export const secret = (name: string): Trusted<"string"> =>
  expression("string", true, `secrets.${name}`, [{ kind: "secret", name }]);

/** A variable of the job's environment: public, and set by this platform. */
export const variable = (name: string): Trusted<"string"> =>
  expression("string", true, `vars.${name}`, [{ kind: "variable", name }]);

/** An output of an earlier step of the job. Only declared ones have a name that compiles. */
export const outputOf = <Output extends string>(
  step: { readonly id: string; readonly outputs: readonly Output[] },
  output: NoInfer<Output>,
): Trusted<"string"> =>
  expression("string", true, `steps.${step.id}.outputs.${output}`, [{ kind: "step", id: step.id, output }]);

/** How an earlier step ended, `continue-on-error` left out: success, failure, cancelled or skipped. */
export const outcomeOf = (step: { readonly id: string }): Trusted<"string"> =>
  expression("string", true, `steps.${step.id}.outcome`, [{ kind: "step", id: step.id }]);

/** An output of a job that this one needs. */
export const resultFrom = <Output extends string>(
  job: { readonly id: string; readonly outputs?: Readonly<Record<Output, Text>> },
  output: NoInfer<Output>,
): Trusted<"string"> =>
  expression("string", true, `needs.${job.id}.outputs.${output}`, [{ kind: "job", id: job.id, output }]);

/** How a job that this one needs ended: success, failure, skipped, or cancelled, which also is one whose time was over. */
export const resultOf = (job: { readonly id: string }): Trusted<"string"> =>
  expression("string", true, `needs.${job.id}.result`, [{ kind: "job", id: job.id }]);

/** How a part of the run ended, and so whether the next one happens. */
export const success = (): Condition => expression("boolean", true, "success()");
export const failure = (): Condition => expression("boolean", true, "failure()");
/** Somebody ended the run, or the job ran out of time. */
export const cancelled = (): Condition => expression("boolean", true, "cancelled()");
export const always = (): Condition => expression("boolean", true, "always()");

type Operand<Type extends ValueType> = Expression<Type> | { string: string; boolean: boolean; number: number }[Type];

export const equal = <Type extends ValueType>(left: Expression<Type>, right: Operand<Type>): Condition =>
  compared(left, "==", right);
export const unequal = <Type extends ValueType>(left: Expression<Type>, right: Operand<Type>): Condition =>
  compared(left, "!=", right);

const compared = (left: Expression, operator: string, right: Expression | string | number | boolean): Condition =>
  expression("boolean", true, `${left.source} ${operator} ${literal(right)}`, [
    ...left.reads,
    ...(typeof right === "object" ? right.reads : []),
  ]);

export const all = (...conditions: readonly Condition[]): Condition => joined("&&", conditions);

export const any = (...conditions: readonly Condition[]): Condition => joined("||", conditions);

const joined = (operator: string, conditions: readonly Condition[]): Condition =>
  expression(
    "boolean",
    true,
    conditions.map(({ source }) => (/&&|\|\|/.test(source) ? `(${source})` : source)).join(` ${operator} `),
    conditions.flatMap(({ reads }) => reads),
  );

/** GitHub's expressions quote a text with ' and double one inside. */
const literal = (value: Expression | string | number | boolean): string => {
  if (typeof value === "object") return value.source;
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
};

/** A text with trusted expressions in it: text`dump-${github.runId}`. */
export function text(parts: TemplateStringsArray, ...values: readonly (Text<true> | string | number)[]): Text<true> {
  const rendered = parts.map((part, index) => {
    const value = values[index];
    return `${plain(part)}${value === undefined ? "" : typeof value === "object" ? value.rendered : plain(String(value))}`;
  });
  return {
    trusted: true,
    rendered: rendered.join(""),
    reads: values.flatMap((value) => (typeof value === "object" ? value.reads : [])),
  };
}

/** @throws PlatformError for an expression that was glued into a text: GitHub would run what it says. */
export function plain(value: string): string {
  if (!value.includes("${{")) return value;
  throw new PlatformError({
    code: "workflow/glued-expression",
    where: `the text "${value}"`,
    problem: "holds an expression that is not typed",
    fix: "use the values of src/workflows/expression.ts, inside text`...` where there is text around them",
  });
}

/** A value of the job's matrix. */
export const matrixValue = (name: string): Trusted<"string"> =>
  expression("string", true, `matrix.${name}`, [{ kind: "matrix", name }]);

/** What the person said who started the run. */
export const inputValue = (name: string): Expression<"string", false> =>
  expression("string", false, `inputs.${name}`, [{ kind: "input", name }]);
