import type { Action } from "./pins.ts";

type Access = "none" | "read" | "write";

/** What a job's token may do; what is not named is none. */
type Permissions = Readonly<
  Partial<Record<"contents" | "pull-requests" | "issues" | "security-events" | "deployments", Access>>
>;

/** A step is an action from the table of pins, or a script of package.json: no shell text, so nothing from outside can run in one. */
export type Step =
  | {
      readonly name?: string;
      readonly uses: Action;
      readonly with?: Readonly<Record<string, string | number | boolean>>;
    }
  | { readonly name?: string; readonly script: string }
  | { readonly name?: string; readonly install: "npm" };

export interface Job {
  /** What GitHub shows and what a required check names. */
  readonly name: string;
  readonly minutes: number;
  readonly permissions: Permissions;
  readonly steps: readonly Step[];
}

export interface Workflow {
  /** The file's name under `.github/workflows`. */
  readonly file: `${string}.yml`;
  readonly name: string;
  readonly on: {
    readonly pullRequest?: { readonly branches: readonly string[] };
    readonly push?: { readonly branches: readonly string[] };
  };
  readonly jobs: Readonly<Record<string, Job>>;
}
