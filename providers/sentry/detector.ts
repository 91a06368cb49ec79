import { VendorError } from "@groundplan/kit/errors.ts";
import type { Call, Issue, Reading } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, sharedList, understood } from "./client.ts";
import { type Place, place, splitId } from "./project-part.ts";

/** The ids of a team or of a user. */
export const owner = z
  .strictObject({
    teamId: z.string().regex(/^\d+$/).optional().describe("`internalId` of a team. Not with `userId`."),
    userId: z.string().regex(/^\d+$/).optional().describe("Id of a user. Not with `teamId`."),
  })
  .optional()
  .describe("Whom new issues are assigned to. Left out: nobody.");
export type Owner = z.output<typeof owner>;

/** Inputs of every monitor. */
export const monitorInputs = {
  ...place,
  name: z
    .string()
    .min(1)
    .max(200)
    .describe("Name, up to 200 characters; unique among the project's monitors of its kind."),
  description: z.string().optional().describe("Shown in the issues that it makes."),
  enabled: z.boolean().default(true).describe("Whether it watches."),
  owner,
};

/** Outputs of every monitor. */
export const monitorOutputs = z.object({
  internalId: z.string().describe("Sentry's own id, as alerts take it in `monitorIds`."),
  projectId: z.string().describe("The project's number, as text."),
});

/** What the functions of every monitor call. */
export const monitorCalls = [
  "GET /api/0/organizations/{organization_id_or_slug}/projects/",
  "GET /api/0/organizations/{organization_id_or_slug}/detectors/",
  "POST /api/0/organizations/{organization_id_or_slug}/projects/{project_id_or_slug}/detectors/",
  "GET /api/0/organizations/{organization_id_or_slug}/detectors/{detector_id}/",
  "PUT /api/0/organizations/{organization_id_or_slug}/detectors/{detector_id}/",
  "DELETE /api/0/organizations/{organization_id_or_slug}/detectors/{detector_id}/",
];

export const monitorImportId = "<organization slug>/<monitor id>";

/** Sentry API: what a detector is in every answer; what it watches is its first data source. */
const detectorAnswer = z.object({
  id: z.string(),
  projectId: z.string().nullish(),
  name: z.string(),
  type: z.string(),
  description: z.string().nullish(),
  enabled: z.boolean().nullish(),
  owner: z.object({ type: z.string(), id: z.string() }).nullish(),
  dataSources: z.array(z.object({ queryObj: z.unknown() })).nullish(),
  conditionGroup: z
    .object({
      logicType: z.string(),
      conditions: z
        .array(z.object({ type: z.string(), comparison: z.unknown(), conditionResult: z.unknown() }))
        .nullish(),
    })
    .nullish(),
  config: z.record(z.string(), z.unknown()).nullish(),
});
export type DetectorAnswer = z.output<typeof detectorAnswer>;

export type DetectorType = "metric_issue" | "uptime_domain_failure" | "monitor_check_in_failure";
type Common = Place & { name: string; description?: string | undefined; enabled: boolean; owner?: Owner };

/** The part of a body that every detector has. Sentry API: an owner is `team:<id>` or `user:<id>`. */
export const commonBody = (type: DetectorType, { name, description, enabled, owner }: Common) => ({
  name,
  type,
  description: description ?? null,
  enabled,
  owner: ownerText(owner),
});

export const ownerText = (owner: Owner): string | null =>
  owner?.teamId !== undefined ? `team:${owner.teamId}` : owner?.userId !== undefined ? `user:${owner.userId}` : null;

export const ownerTold = (type: string | undefined, id: string): Owner =>
  type === "team" ? { teamId: id } : { userId: id };

export const ownerIssues = (owner: Owner): Issue[] =>
  owner !== undefined && (owner.teamId === undefined) === (owner.userId === undefined)
    ? [{ property: "owner", reason: "takes a teamId or a userId, one of them" }]
    : [];

export const parseMonitorId = (id: string) => {
  const at = splitId(id, ["organization", "monitor"]);
  return at && { organization: at.organization };
};

const projectEntry = z.object({ id: z.string(), slug: z.string() });

/** The organization's projects; one list serves a whole run. */
export const projectsOf = async ({ client }: Reading<Sentry>, organization: string) =>
  (await sharedList(client.http, `/organizations/${organization}/projects/`, projectEntry)) ?? [];

const detectorsPath = (organization: string): string => `/organizations/${organization}/detectors/`;

/** A project's detectors of one type. The two that a project is born with are of types of their own. */
export async function detectorsOf(call: Reading<Sentry>, { organization, project }: Place, type: string) {
  const number = (await projectsOf(call, organization)).find(({ slug }) => slug === project)?.id;
  if (number === undefined) return undefined;
  const query = { project: number, query: `type:${type}` };
  return (await sharedList(call.client.http, detectorsPath(organization), detectorAnswer, query)) ?? [];
}

/** Detectors by their ids. */
export const detectorsById = async ({ client }: Reading<Sentry>, organization: string, ids: readonly string[]) =>
  (await sharedList(client.http, detectorsPath(organization), detectorAnswer, { id: ids })) ?? [];

/** @throws VendorError when several have the name */
export async function findMonitor(
  call: Reading<Sentry>,
  type: DetectorType,
  wanted: Common,
): Promise<string | undefined> {
  const named = (await detectorsOf(call, wanted, type))?.filter(({ name }) => name === wanted.name) ?? [];
  const [found, another] = named;
  if (another !== undefined) {
    throw new VendorError(
      `The project ${wanted.project} has several monitors named ${wanted.name}, so none of them is meant.`,
      {
        fix: "rename or delete all but one at Sentry (Monitors), or choose another name",
      },
    );
  }
  return found && `${wanted.organization}/${found.id}`;
}

export async function createMonitor({ client }: Call<Sentry>, { organization, project }: Place, body: object) {
  const path = `/organizations/${organization}/projects/${project}/detectors/`;
  const answer = await client.http.send("POST", path, { body });
  const made = understood(detectorAnswer, answer.body, `POST ${path}`);
  return { id: `${organization}/${made.id}`, outputs: outputsOf(made) };
}

/** What a read of any monitor finds; undefined: it is gone, or of another kind. */
export async function readMonitor(call: Reading<Sentry>, type: DetectorType, id: string, project: string | undefined) {
  const [organization = "", detector = ""] = id.split("/");
  const path = `${detectorsPath(organization)}${detector}/`;
  const { status, body } = await call.client.http.send("GET", path, { accept: [404] });
  if (status === 404) return undefined;
  const answer = understood(detectorAnswer, body, `GET ${path}`);
  if (answer.type !== type) return undefined;
  const common = {
    organization,
    project: project ?? (await slugOf(call, organization, answer.projectId)),
    name: answer.name,
    description: answer.description ?? undefined,
    enabled: answer.enabled ?? true,
    owner: answer.owner ? ownerTold(answer.owner.type, answer.owner.id) : undefined,
  };
  return { answer, common, outputs: outputsOf(answer) };
}

const slugOf = async (call: Reading<Sentry>, organization: string, number: string | null | undefined) =>
  (await projectsOf(call, organization)).find(({ id }) => id === number)?.slug ?? "";

export async function updateMonitor({ client }: Reading<Sentry>, id: string, body: object) {
  const [organization = "", detector = ""] = id.split("/");
  const path = `${detectorsPath(organization)}${detector}/`;
  const answer = await client.http.send("PUT", path, { body });
  return outputsOf(understood(detectorAnswer, answer.body, `PUT ${path}`));
}

export async function deleteMonitor({ client }: Reading<Sentry>, id: string): Promise<void> {
  const [organization = "", detector = ""] = id.split("/");
  await client.http.send("DELETE", `${detectorsPath(organization)}${detector}/`, { accept: [404] });
}

const outputsOf = ({ id, projectId }: DetectorAnswer) => ({ internalId: id, projectId: projectId ?? "" });
