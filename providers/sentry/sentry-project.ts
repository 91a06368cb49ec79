import { randomBytes } from "node:crypto";
import { VendorError } from "@groundplan/kit/errors.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, sharedList, understood } from "./client.ts";
import { mostSlug, type ProjectInputs, projectInputs } from "./project-inputs.ts";
import {
  changes,
  type Declared,
  isChosenToken,
  type ProjectAnswer,
  presetOf,
  projectAnswer,
  toldInputs,
  toSettings,
} from "./project-settings.ts";
import { createUnder, withSlug } from "./slug.ts";

const outputs = z.object({
  internalId: z.string().describe("Sentry's own id, a number as text."),
  features: z.array(z.string()).describe("What the plan gives the project."),
  status: z.string().describe("`active`, or what else it is."),
  color: z.string().describe("Colour in Sentry's pages."),
  isPublic: z.boolean().describe("Whether everybody may see it."),
});

export const sentryProject = resource<Sentry>()({
  token: "sentry:index/sentryProject:SentryProject",
  description: "A Sentry project: where an app's errors arrive, who owns them and how they are grouped and filtered.",
  calls: [
    "POST /api/0/teams/{organization_id_or_slug}/{team_id_or_slug}/projects/",
    "GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/",
    "PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/",
    "DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/",
    "POST /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/teams/{team_id_or_slug}/",
    "DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/teams/{team_id_or_slug}/",
    "GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/",
    "DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/",
  ],
  inputs: projectInputs,
  outputs,
  replaceOn: ["organization"],
  secrets: ["clientSecurity"],
  writeOnly: ["defaultRules", "defaultKey"],
  changing: ["features", "status", "color", "isPublic"],
  importId: "<organization slug>/<project slug>",

  parseId(id) {
    const [organization, project, ...more] = id.split("/");
    return organization && project && more.length === 0 ? { organization } : undefined;
  },

  check: async (_, wanted) => withSlug(wanted, mostSlug),

  async find(call, { organization, slug }) {
    const found = await get(call, organization, slug);
    return found && `${organization}/${found.slug}`;
  },

  async create(call, wanted) {
    const { organization, name, slug, platform, defaultRules, teams } = wanted;
    const path = `/teams/${organization}/${teams[0]}/projects/`;
    const body = { name, slug, platform: platform ?? null, default_rules: defaultRules };
    const post = () => call.client.http.send("POST", path, { body, accept: [409] });
    const made = understood(
      projectAnswer,
      await createUnder(call.signal, `the slug of project ${slug}`, post),
      `POST ${path}`,
    );
    const id = `${organization}/${made.slug}`;
    call.created(id);
    return { id, outputs: await settle(call, made.id, wanted) };
  },

  async read(call, id, known) {
    const [organization = "", slug = ""] = id.split("/");
    // By its number where that is known: the slug may have changed since.
    const found = await get(call, organization, known.internalId ?? slug);
    if (found === undefined) return undefined;
    const inputs = { organization, teams: teamsOf(found), ...toldInputs(found, declaredIn(known)) };
    const unwanted = known.defaultKey === false ? await firstKeys(call, organization, found.id) : [];
    return { inputs, outputs: outputsOf(found), changed: unwanted.length > 0 ? ["defaultKey"] : [] };
  },

  async update(call, id, wanted, old) {
    // Without a number in state the project is a new one, of whose making nobody heard the answer.
    if (old.internalId === undefined) return settle(call, id.split("/")[1] ?? "", wanted);
    if (!wanted.defaultKey && old.defaultKey !== false)
      await removeFirstKeys(call, wanted.organization, old.internalId);
    return bring(call, old.internalId, wanted);
  },

  async delete({ client }, id, known) {
    const [organization, slug] = id.split("/");
    await client.http.send("DELETE", `/projects/${organization}/${known.internalId ?? slug}/`, { accept: [404, 302] });
  },
});

/** Sentry API: a former slug answers 302 with the new one; what has moved away is not there. */
async function get({ client }: Reading<Sentry>, organization: string, project: string) {
  const path = `/projects/${organization}/${project}/`;
  const { status, body } = await client.http.send("GET", path, { accept: [404, 302] });
  return status === 200 ? understood(projectAnswer, body, `GET ${path}`) : undefined;
}

/** Finishes a new project: takes its first key away where it is not wanted, then brings it to what is declared. */
async function settle(call: Reading<Sentry>, project: string, wanted: ProjectInputs) {
  if (!wanted.defaultKey) await removeFirstKeys(call, wanted.organization, project);
  return bring(call, project, wanted);
}

/** The name that Sentry gives to the key that comes with a project. */
const firstKeyName = "Default";

async function firstKeys({ client }: Reading<Sentry>, organization: string, project: string): Promise<string[]> {
  const keys = await sharedList(
    client.http,
    keysPath(organization, project),
    z.object({ id: z.string(), name: z.string() }),
  );
  return (keys ?? []).filter(({ name }) => name === firstKeyName).map(({ id }) => id);
}

async function removeFirstKeys(call: Reading<Sentry>, organization: string, project: string): Promise<void> {
  for (const id of await firstKeys(call, organization, project)) {
    await call.client.http.send("DELETE", `${keysPath(organization, project)}${id}/`, { accept: [404] });
  }
}

const keysPath = (organization: string, project: string): string => `/projects/${organization}/${project}/keys/`;

/** Brings a project from what it is to what is declared: its settings by one PUT, then its teams one by one. */
async function bring(call: Reading<Sentry>, project: string, wanted: ProjectInputs) {
  const { organization, teams } = wanted;
  const path = `/projects/${organization}/${project}/`;
  const is = await get(call, organization, project);
  if (is === undefined) {
    throw new VendorError(`The project ${wanted.slug} is gone.`, {
      fix: "refresh the stack, which forgets it, then run up again",
    });
  }
  const declared = declaredIn(wanted);
  const [now, then] = [toSettings(toldInputs(is, declared), presetOf(is)), toSettings(wanted, presetOf(is))];
  const body = changes(then, now);
  // Sentry keeps the old token where none is given: what is declared no more is replaced by one of the kind that it makes.
  if (!declared.securityToken && isChosenToken(is)) body["securityToken"] = randomBytes(16).toString("hex");
  if (Object.keys(body).length > 0) await call.client.http.send("PUT", path, { body });
  const before = teamsOf(is);
  // A project has one team at least, so the new ones come first.
  for (const team of teams.filter((one) => !before.includes(one))) {
    await call.client.http.send("POST", `${path}teams/${team}/`, { repeatable: true });
  }
  for (const team of before.filter((one) => !teams.includes(one))) {
    await call.client.http.send("DELETE", `${path}teams/${team}/`, { accept: [404] });
  }
  return outputsOf(is);
}

const teamsOf = ({ teams }: ProjectAnswer): string[] => (teams ?? []).map(({ slug }) => slug).toSorted();

const declaredIn = ({ clientSecurity, highlightTags, highlightContext }: Partial<ProjectInputs>): Declared => ({
  securityToken: clientSecurity?.securityToken !== undefined,
  highlightTags: highlightTags !== undefined,
  highlightContext: highlightContext !== undefined,
});

const outputsOf = ({ id, features, status, color, isPublic }: ProjectAnswer) => ({
  internalId: id,
  features: [...(features ?? [])].toSorted(),
  status: status ?? "",
  color: color ?? "",
  isPublic: isPublic ?? false,
});
