import { PlatformError } from "../errors.ts";
import { suggestion } from "../spec/nearest.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import type { GitHubEnvironmentSpec, RepositorySpec } from "../spec/repository.ts";
import { type Condition, github, matrixValue, type Text, type Trusted, text } from "./expression.ts";
import type { Permissions } from "./permissions.ts";
import type { Step, Variables } from "./step.ts";

declare const declared: unique symbol;

/** A GitHub environment that a platform has; made by the two functions below only, so one that nobody declares cannot be named. */
export interface EnvironmentName {
  readonly [declared]: "environment";
  readonly name: string;
  /** Where people see what the job deployed: GitHub links it beside the deployment. */
  readonly url?: Text<true> | string;
}

const named = ({ name }: GitHubEnvironmentSpec) => ({ name }) as EnvironmentName;

/** A stack's own. @throws PlatformError when no stack of the repository has it. */
export function environmentFor({ environments }: RepositorySpec, stack: string): EnvironmentName {
  const found = environments.find((one) => one.stack === stack);
  if (found !== undefined) return named(found);
  const stacks = environments.map((one) => one.stack);
  throw new PlatformError({
    code: "workflow/environment",
    where: `the environment of a job for "${stack}"`,
    problem: `is of no stack; allowed: ${stacks.join(", ") || "none"}.${suggestion(stack, stacks)}`,
    fix: `add Pulumi.${stack}.yaml, or name one of them`,
  });
}

/** That of pull requests' jobs. @throws PlatformError where none is declared. */
export function environmentForPullRequests({ previewEnvironment }: RepositorySpec): EnvironmentName {
  if (previewEnvironment !== undefined) return named(previewEnvironment);
  throw new PlatformError({
    code: "workflow/environment",
    where: "the environment of a pull request's job",
    problem: "is not there: this platform deploys no pull requests",
    fix: 'write release.staging.on: "pullRequest" or "both", or give the job no secrets',
  });
}

/** The environment with the address of what the job deploys. GitHub takes one: of several applications it shows none. */
export const showing = (
  { apps }: PlatformSpec,
  environment: EnvironmentName,
  url: Text<true> | string | undefined,
): EnvironmentName => (apps.length === 1 && url !== undefined ? { ...environment, url } : environment);

/** Which runs must not run at once. */
export interface Concurrency {
  readonly group: Text<true>;
  /** A newer run ends the older one. Never where a stack is changed: a run that is cut leaves it half done. */
  readonly cancelInProgress: boolean;
}

/** One at a time and each to its end: what changes a stack. */
export const perStack = (stack: string): Concurrency => ({ group: text`stack-${stack}`, cancelInProgress: false });
/** One run of a workflow at a time, each to its end. */
export const oneByOne: Concurrency = { group: text`${github.workflow}`, cancelInProgress: false };
/** One preview at a time, in a group of their own: a waiting one makes way for a newer, and a deployment must not. */
export const perPreview = (stack: string): Concurrency => ({ group: text`preview-${stack}`, cancelInProgress: false });
/**
 * One run of a workflow for each commit; its jobs' own groups put the stacks in order. A run that waits for a person holds
 * its group for up to 30 days, and in one that all commits share no later one would get to the trial environment.
 */
export const perCommit: Concurrency = { group: text`${github.workflow}-${github.sha}`, cancelInProgress: false };
/** One run for each branch or pull request at a time, each to its end. */
export const inOrder: Concurrency = { group: text`${github.workflow}-${github.ref}`, cancelInProgress: false };
/** The newest commit of a branch or pull request is the only one that matters. */
export const newest: Concurrency = { group: text`${github.workflow}-${github.ref}`, cancelInProgress: true };

/** A container beside the job. */
export interface Service {
  /** With its digest: a tag is what somebody pushed last. */
  readonly image: `${string}@sha256:${string}`;
  readonly env: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly options: string;
}

/** The same job for each value. */
export interface Matrix<Key extends string = string> {
  readonly values: Readonly<Record<Key, readonly string[]>>;
}

export const matrix = <Key extends string>(values: Readonly<Record<Key, readonly string[]>>): Matrix<Key> => ({
  values,
});
/** The value of this copy of the job; a key that the matrix lacks does not compile. */
export const valueIn = <Key extends string>(_of: Matrix<Key>, key: NoInfer<Key>): Trusted<"string"> => matrixValue(key);

export interface Job<Output extends string = string> {
  /** Key in the file: letters, digits, '-' and '_', less than 100. */
  readonly id: string;
  /** What GitHub shows and what a required check names. */
  readonly name: string;
  /** After which GitHub stops it, 1 to 360. */
  readonly minutes: number;
  readonly permissions: Permissions;
  readonly needs?: readonly Job[];
  readonly if?: Condition;
  readonly environment?: EnvironmentName;
  readonly concurrency?: Concurrency;
  readonly matrix?: Matrix;
  readonly services?: Readonly<Record<string, Service>>;
  readonly env?: Variables;
  /** What the job tells those that need it. */
  readonly outputs?: Readonly<Record<Output, Text<true>>>;
  readonly steps: readonly Step[];
}

/** A job with the names of its outputs in its type. */
export const job = <Output extends string = never>(one: Job<Output>): Job<Output> => one;
