export interface Deploy {
  readonly id: string;
  readonly environment: string;
  readonly name: string | null;
  readonly url: string | null;
  readonly dateStarted: string | null;
  readonly dateFinished: string;
}

export interface Release {
  readonly id: string;
  readonly orgId: string;
  readonly version: string;
  projectIds: string[];
  url: string | null;
  ref: string | null;
  status: "open" | "archived";
  dateStarted: string | null;
  dateReleased: string | null;
  readonly dateCreated: string;
  /** The head commit of each repository, by its name. */
  refs: { readonly repository: string; readonly commit: string; readonly previousCommit: string | null }[];
  commitCount: number;
  deploys: Deploy[];
}

/** A repository that an installed integration sees and somebody linked. */
export interface Repository {
  readonly id: string;
  readonly orgId: string;
  readonly integrationId: string;
  /** `owner/name`. */
  readonly name: string;
  readonly dateCreated: string;
}

/** Which folder of a repository the frames of a project's events come from. */
export interface CodeMapping {
  readonly id: string;
  readonly orgId: string;
  projectId: string;
  repositoryId: string;
  integrationId: string;
  stackRoot: string;
  sourceRoot: string;
  defaultBranch: string;
}
