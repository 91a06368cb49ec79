import { UnknownOutcome } from "@groundplan/kit/errors.ts";
import { z } from "zod";
import { scope, type Vercel } from "./client.ts";
import { understood } from "./understood.ts";

// Releases are no resources: nothing declares which deployment is live. These calls serve the commands that release.

const aliasRequest = z.object({
  fromDeploymentId: z.string().nullish(),
  toDeploymentId: z.string(),
  jobStatus: z.string().describe("pending, in-progress, succeeded, failed or skipped"),
  type: z.string().describe("promote or rollback"),
});

const link = z.object({
  type: z.string(),
  repoId: z.union([z.number(), z.string()]).nullish(),
  projectId: z.union([z.number(), z.string()]).nullish(),
  uuid: z.string().nullish(),
  workspaceUuid: z.string().nullish(),
  productionBranch: z.string().nullish(),
});

/** Vercel REST: `GET /v9/projects/{idOrName}`, as far as releases look at it. */
const project = z.object({
  id: z.string(),
  name: z.string(),
  autoAssignCustomDomains: z.boolean().nullish(),
  link: link.nullish(),
  targets: z.record(z.string(), z.object({ id: z.string() }).nullish()).nullish(),
  lastAliasRequest: aliasRequest.nullish(),
  /** By secret. */
  protectionBypass: z.record(z.string(), z.unknown()).nullish(),
});
export type ReleaseProject = z.output<typeof project>;

/** Vercel REST: `GET /v13/deployments/{idOrUrl}`. */
const deployment = z.object({
  id: z.string(),
  url: z.string().describe("host name"),
  projectId: z.string().nullish(),
  project: z.object({ id: z.string(), name: z.string() }).nullish(),
  readyState: z.string(),
  readySubstate: z.string().nullish(),
  target: z.string().nullish(),
  createdAt: z.number(),
  aliasAssigned: z.union([z.boolean(), z.number()]).nullish(),
  aliasError: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
  checksConclusion: z.string().nullish(),
  errorCode: z.string().nullish(),
  errorMessage: z.string().nullish(),
  inspectorUrl: z.string().nullish(),
});
export type ReleaseDeployment = z.output<typeof deployment>;

/** Vercel REST: an entry of `GET /v6/deployments`, which names some facts otherwise. */
const entry = z.object({
  uid: z.string(),
  created: z.number(),
  readySubstate: z.string().nullish(),
  target: z.string().nullish(),
  meta: z.record(z.string(), z.string()).nullish(),
});
export type ListedDeployment = z.output<typeof entry>;

/** What is to be built. */
export interface WantedDeployment {
  readonly project: Pick<ReleaseProject, "id" | "name" | "link">;
  /** `owner/name` on GitHub; counts where the project is linked to none. */
  readonly repository: string;
  /** Branch or tag, or the commit itself. */
  readonly ref: string;
  /** 40 hex digits; undefined: the newest of `ref`, as Vercel sees it. */
  readonly commit: string | undefined;
  readonly production: boolean;
  /** Tells this very request from all others: how a deployment is found whose answer was lost. */
  readonly mark: string;
}

const markKey = "groundplanRequest";
const commitKey = "groundplanCommit";
const production = "production";

/** Whether a list of an application's targets holds the one that its domains show. */
export const servesProduction = (targets: readonly string[]): boolean => targets.includes(production);

export const isProduction = ({ target }: Pick<ReleaseDeployment, "target">): boolean => target === production;

/** The deployment that production's domains show; undefined before the first. */
export const liveDeployment = ({ targets }: ReleaseProject): string | undefined => targets?.[production]?.id;

/** A project by id or name; undefined: there is none in this scope. */
export async function readReleaseProject(client: Vercel, idOrName: string): Promise<ReleaseProject | undefined> {
  const path = `/v9/projects/${encodeURIComponent(idOrName)}`;
  const { status, body } = await client.http.send("GET", path, { query: scope(client, {}), accept: [404] });
  return status === 404 ? undefined : understood(project, body, `GET ${path}`);
}

/** A deployment by id or host name; undefined where Vercel knows none in this scope, or does not take it for one. */
export async function readDeployment(client: Vercel, idOrHost: string): Promise<ReleaseDeployment | undefined> {
  const path = `/v13/deployments/${encodeURIComponent(idOrHost)}`;
  const query = scope(client, {});
  const { status, body } = await client.http.send("GET", path, { query, accept: [400, 403, 404] });
  if (status === 200) return understood(deployment, body, `GET ${path}`);
  // Vercel REST: 403 is another account's deployment, or a token that is none; only the second is an error here.
  if (status === 403 && badToken.safeParse(body).success) await client.http.send("GET", path, { query });
  return undefined;
}

const badToken = z.object({ error: z.object({ invalidToken: z.literal(true) }) });

/**
 * Starts a deployment. A lost answer is looked up by the request's mark, so that nothing is built twice.
 * @throws VendorError when Vercel refuses, or when nobody can tell whether it was made
 */
export async function createDeployment(client: Vercel, wanted: WantedDeployment): Promise<ReleaseDeployment> {
  const path = "/v13/deployments";
  const query = { ...scope(client, {}), forceNew: 1, skipAutoDetectionConfirmation: 1 };
  const body = {
    name: wanted.project.name,
    project: wanted.project.id,
    gitSource: { ...sourceOf(wanted), ref: wanted.ref, sha: wanted.commit },
    meta: { [markKey]: wanted.mark, ...(wanted.commit !== undefined && { [commitKey]: wanted.commit }) },
    ...(wanted.production && { target: production }),
  };
  try {
    const answer = await client.http.send("POST", path, { query, body });
    return understood(deployment, answer.body, `POST ${path}`);
  } catch (error) {
    if (!(error instanceof UnknownOutcome)) throw error;
    const made = (await listDeployments(client, wanted.project.id)).find(({ meta }) => meta?.[markKey] === wanted.mark);
    const found = made && (await readDeployment(client, made.uid));
    if (found === undefined) throw error;
    return found;
  }
}

/** The newest deployments of a project, newest first, 100 at most. */
export async function listDeployments(
  client: Vercel,
  projectId: string,
  only: { readonly ready?: boolean; readonly target?: typeof production } = {},
): Promise<ListedDeployment[]> {
  const path = "/v6/deployments";
  const { ready, target } = only;
  const query = {
    ...{ ...scope(client, {}), projectId, limit: 100 },
    ...(ready === true && { state: "READY" }),
    ...(target !== undefined && { target }),
  };
  const { body } = await client.http.send("GET", path, { query });
  return understood(z.object({ deployments: z.array(entry) }), body, `GET ${path}`).deployments;
}

/**
 * The newest production build of a commit that waits for its domain and was never live: it need not be built again.
 * Undefined where there is none, and where a variable of production has changed since: a build keeps the values that it
 * was made with.
 */
export async function heldBuild(
  client: Vercel,
  projectId: string,
  commit: string,
): Promise<ReleaseDeployment | undefined> {
  const ready = await listDeployments(client, projectId, { ready: true, target: production });
  // Vercel REST: STAGED has not seen production's traffic.
  const found = ready.find(({ meta, readySubstate }) => meta?.[commitKey] === commit && readySubstate === "STAGED");
  if (found === undefined || (await lastVariableChange(client, projectId)) >= found.created) return undefined;
  return readDeployment(client, found.uid);
}

/** When a variable of production was last made or changed, in ms since the epoch. A deleted one leaves no trace. */
async function lastVariableChange(client: Vercel, projectId: string): Promise<number> {
  const path = `/v10/projects/${projectId}/env`;
  const { body } = await client.http.send("GET", path, { query: scope(client, {}) });
  const { envs } = understood(variables, body, `GET ${path}`);
  const read = envs.filter(({ target }) => target == null || servesProduction([target].flat()));
  return Math.max(0, ...read.map(({ createdAt, updatedAt }) => updatedAt ?? createdAt ?? Number.POSITIVE_INFINITY));
}

const variables = z.object({
  envs: z.array(
    z.object({
      target: z.union([z.string(), z.array(z.string())]).nullish(),
      createdAt: z.number().nullish(),
      updatedAt: z.number().nullish(),
    }),
  ),
});

/** Whether production deployments take the project's domains by themselves. */
export async function setAutoAssign(
  client: Vercel,
  projectId: string,
  autoAssignCustomDomains: boolean,
): Promise<void> {
  const query = scope(client, {});
  await client.http.send("PATCH", `/v9/projects/${projectId}`, { query, body: { autoAssignCustomDomains } });
}

/**
 * Asks for production's domains to point at a deployment, without building it again.
 * @returns false when Vercel says that another such request is under way, or that they point there already (409)
 */
export async function requestRelease(
  client: Vercel,
  how: "promote" | "rollback",
  projectId: string,
  deploymentId: string,
): Promise<boolean> {
  const version = how === "promote" ? "v10" : "v1";
  const path = `/${version}/projects/${projectId}/${how}/${deploymentId}`;
  // Said twice it comes to the same: repeating a lost one is safe.
  const request = { query: scope(client, {}), accept: [409], repeatable: true };
  const { status } = await client.http.send("POST", path, request);
  return status !== 409;
}

/** Vercel REST: `gitSource` names the repository by its host's numbers, or on GitHub by its name. */
function sourceOf({ project, repository }: WantedDeployment): object {
  const { link } = project;
  switch (link?.type) {
    case "github":
    case "github-limited":
      return { type: link.type, repoId: link.repoId };
    case "gitlab":
      return { type: link.type, projectId: link.projectId };
    case "bitbucket":
      return { type: link.type, repoUuid: link.uuid, workspaceUuid: link.workspaceUuid };
    default: {
      const [org, repo] = repository.split("/");
      return { type: "github", org, repo };
    }
  }
}
