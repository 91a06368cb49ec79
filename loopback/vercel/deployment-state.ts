// What Vercel remembers of deployments and releases. Times are milliseconds since the epoch.

export interface StoredAliasRequest {
  fromDeploymentId: string;
  toDeploymentId: string;
  jobStatus: "pending" | "in-progress" | "succeeded" | "failed";
  requestedAt: number;
  type: "promote" | "rollback";
}

export interface StoredDeployment {
  id: string;
  projectId: string;
  name: string;
  /** Its own address, without `https://`. */
  url: string;
  /** Null: a preview. */
  target: "production" | null;
  customEnvironmentId: string | null;
  /** Branch and commit; null for uploaded files. */
  ref: string | null;
  sha: string | null;
  source: "git" | "cli" | "redeploy" | "git-deploy-hook";
  meta: Record<string, string>;
  state: "QUEUED" | "BUILDING" | "READY" | "ERROR" | "CANCELED";
  /** Of a production deployment: whether production's names point at it. */
  substate: "STAGED" | "PROMOTED" | null;
  /** How often somebody looked since its last step. */
  looks: number;
  createdAt: number;
  buildingAt: number | null;
  readyAt: number | null;
  canceledAt: number | null;
}

export interface StoredAlias {
  uid: string;
  alias: string;
  deploymentId: string;
  projectId: string;
  redirect: string | null;
  createdAt: number;
  updatedAt: number;
}
