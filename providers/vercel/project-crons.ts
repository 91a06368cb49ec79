import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { projectId, teamId } from "./account-inputs.ts";
import { partOf, set } from "./ask.ts";
import { bare, type Vercel } from "./client.ts";
import { projectOfId } from "./project-id.ts";

const inputs = z.strictObject({
  projectId,
  teamId,
  enabled: z.boolean().describe("Whether the cron jobs of the project's deployments run."),
});

const answer = z.object({ crons: z.object({ disabledAt: z.number().nullish() }).nullish() });

export const projectCrons = resource<Vercel>()({
  token: "vercel:index/projectCrons:ProjectCrons",
  description: "Whether a project's cron jobs run. Removing it lets them run again.",
  calls: ["GET /v9/projects/{idOrName}", "PATCH /v1/projects/{idOrName}/crons"],
  inputs,
  outputs: z.object({}),
  replaceOn: ["projectId", "teamId"],
  importId: "<project id>, or <team id>/<project id>",

  parseId: projectOfId,

  async create(call, wanted) {
    await set(call, `PATCH /v1/projects/${wanted.projectId}/crons`, wanted, { enabled: wanted.enabled });
    return { id: wanted.projectId, outputs: {} };
  },

  async read(call, id, known) {
    const of = { projectId: known.projectId ?? bare(id), teamId: known.teamId };
    const project = await partOf(call, of, answer);
    // Vercel REST: what was never switched off has no time of it; a project without cron jobs has no `crons` at all.
    return project && { inputs: { ...of, enabled: (project.crons?.disabledAt ?? null) === null }, outputs: {} };
  },

  async update(call, _, wanted) {
    await set(call, `PATCH /v1/projects/${wanted.projectId}/crons`, wanted, { enabled: wanted.enabled });
    return {};
  },

  delete: (call, id, known) =>
    set(call, `PATCH /v1/projects/${known.projectId ?? bare(id)}/crons`, known, { enabled: true }, [404]),
});
