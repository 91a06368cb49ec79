import { VendorError } from "@groundplan/kit/errors.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import type { Sentry } from "./client.ts";
import { type Place, place, projectPath, readPart, splitId } from "./project-part.ts";

const inputs = z.strictObject({
  ...place,
  enabled: z.boolean().describe("Whether events beyond the usual are dropped when they come all at once."),
});

/** Sentry API: the state is told by an option of the project, and the other way round. */
const option = "quotas:spike-protection-disabled";
const projectAnswer = z.object({ slug: z.string(), options: z.record(z.string(), z.unknown()).nullish() });

export const sentryProjectSpikeProtection = resource<Sentry>()({
  token: "sentry:index/sentryProjectSpikeProtection:SentryProjectSpikeProtection",
  description:
    "Spike protection of a Sentry project, which saves its quota. Every project has it: deleting it here puts it back on.",
  calls: [
    "GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/",
    "POST /api/0/organizations/{organization_id_or_slug}/spike-protections/",
    "DELETE /api/0/organizations/{organization_id_or_slug}/spike-protections/",
  ],
  inputs,
  outputs: z.object({}),
  replaceOn: ["organization", "project"],
  importId: "<organization slug>/<project slug>",

  parseId: (id) => splitId(id, ["organization", "project"]) && {},

  async create(call, wanted) {
    await bring(call, wanted);
    return { id: `${wanted.organization}/${wanted.project}`, outputs: {} };
  },

  async read(call, id) {
    const at = splitId(id, ["organization", "project"]);
    const enabled = at && (await isEnabled(call, at));
    return at === undefined || enabled === undefined ? undefined : { inputs: { ...at, enabled }, outputs: {} };
  },

  async update(call, _id, wanted) {
    await bring(call, wanted);
    return {};
  },

  async delete(call, id) {
    const at = splitId(id, ["organization", "project"]);
    if (at !== undefined && (await isEnabled(call, at)) === false) await switchTo(call, at, true);
  },
});

/** Undefined: there is no such project. */
async function isEnabled(call: Reading<Sentry>, at: Place): Promise<boolean | undefined> {
  const project = await readPart(call, projectPath(at), projectAnswer);
  return project && project.options?.[option] !== true;
}

/** Looks first: Sentry answers 201 also for a project that it does not know. */
async function bring(call: Reading<Sentry>, wanted: z.output<typeof inputs>): Promise<void> {
  const enabled = await isEnabled(call, wanted);
  if (enabled === undefined) {
    throw new VendorError(`${wanted.organization} has no project ${wanted.project}.`, {
      fix: "name the slug of a project that is there, best as an output of SentryProject",
    });
  }
  if (enabled !== wanted.enabled) await switchTo(call, wanted, wanted.enabled);
}

/** Sentry API: on by POST (201), off by DELETE (200), both with a list of projects, and both as often as one likes. */
async function switchTo({ client }: Reading<Sentry>, { organization, project }: Place, on: boolean): Promise<void> {
  await client.http.send(on ? "POST" : "DELETE", `/organizations/${organization}/spike-protections/`, {
    body: { projects: [project] },
    repeatable: true,
  });
}
