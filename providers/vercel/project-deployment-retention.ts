import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { projectId, teamId } from "./account-inputs.ts";
import { partOf, set } from "./ask.ts";
import { bare, type Vercel } from "./client.ts";
import { projectOfId } from "./project-id.ts";

/** Period → days. Vercel REST: written as a period, read in days; absent or 36500 is for ever. */
const days = { "1d": 1, "1w": 7, "1m": 30, "2m": 60, "3m": 90, "6m": 180, "1y": 365, unlimited: 36_500 } as const;
type Period = keyof typeof days;

const period = (of: string) =>
  z
    .enum(Object.keys(days) as [Period, ...Period[]])
    .default("unlimited")
    .describe(`How long ${of} deployments are kept: 1d, 1w, 1m, 2m, 3m, 6m, 1y or unlimited.`);

const inputs = z.strictObject({
  projectId,
  teamId,
  expirationPreview: period("preview"),
  expirationProduction: period("production"),
  expirationCanceled: period("canceled"),
  expirationErrored: period("failed"),
});
type Inputs = z.output<typeof inputs>;

const told = z.number().nullish();
const answer = z.object({
  deploymentExpiration: z
    .object({
      expirationDays: told,
      expirationDaysProduction: told,
      expirationDaysCanceled: told,
      expirationDaysErrored: told,
    })
    .nullish(),
});

export const projectDeploymentRetention = resource<Vercel>()({
  token: "vercel:index/projectDeploymentRetention:ProjectDeploymentRetention",
  description: "How long a project's deployments are kept. Removing it keeps them for ever again.",
  calls: ["GET /v9/projects/{idOrName}", "PATCH /v9/projects/{idOrName}/deployment-expiration"],
  inputs,
  outputs: z.object({}),
  replaceOn: ["projectId", "teamId"],
  importId: "<project id>, or <team id>/<project id>",

  parseId: projectOfId,

  async create(call, wanted) {
    await write(call, wanted);
    return { id: wanted.projectId, outputs: {} };
  },

  async read(call, id, known) {
    const of = { projectId: known.projectId ?? bare(id), teamId: known.teamId };
    const project = await partOf(call, of, answer);
    if (project === undefined) return undefined;
    const { deploymentExpiration: kept } = project;
    return {
      inputs: {
        ...of,
        expirationPreview: published(kept?.expirationDays),
        expirationProduction: published(kept?.expirationDaysProduction),
        expirationCanceled: published(kept?.expirationDaysCanceled),
        expirationErrored: published(kept?.expirationDaysErrored),
      },
      outputs: {},
    };
  },

  async update(call, _, wanted) {
    await write(call, wanted);
    return {};
  },

  // 404: the project is gone, and its deployments with it.
  delete: (call, id, known) =>
    write(call, inputs.parse({ projectId: known.projectId ?? id, teamId: known.teamId }), [404]),
});

const write = (call: Reading<Vercel>, wanted: Inputs, accept: readonly number[] = []): Promise<void> =>
  set(
    call,
    `PATCH /v9/projects/${wanted.projectId}/deployment-expiration`,
    wanted,
    {
      expiration: wanted.expirationPreview,
      expirationProduction: wanted.expirationProduction,
      expirationCanceled: wanted.expirationCanceled,
      expirationErrored: wanted.expirationErrored,
    },
    accept,
  );

/** A number of days that has no word is shown as it is, so that it is seen as drift. */
const published = (found: number | null | undefined): Period =>
  found === null || found === undefined
    ? "unlimited"
    : ((Object.entries(days).find(([, value]) => value === found)?.[0] ?? `${found} days`) as Period);
