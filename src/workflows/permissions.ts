/** What a job's token may be allowed to do (GitHub: workflow syntax, `permissions`). */
type Scope =
  | "actions"
  | "attestations"
  | "checks"
  | "contents"
  | "deployments"
  | "discussions"
  | "id-token"
  | "issues"
  | "models"
  | "packages"
  | "pages"
  | "pull-requests"
  | "security-events"
  | "statuses";

/** One permission, with its reason: the reason stands beside it in the file. */
export interface Grant {
  readonly access: "read" | "write";
  readonly why: string;
}

/** What is not named is none. */
export type Permissions = Readonly<Partial<Record<Scope, Grant>>>;

export const read = (why: string): Grant => ({ access: "read", why });
export const write = (why: string): Grant => ({ access: "write", why });

/** What nearly every job needs. */
export const checksOut: Permissions = { contents: read("checks out the commit") };
