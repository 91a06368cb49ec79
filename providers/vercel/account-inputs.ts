import { z } from "zod";

export const teamId = z.string().optional().describe("`team_…` or a team's slug. Left out: the provider's team.");

/** An imported project's id may carry its team; what belongs to it knows it by the last part alone. */
export const projectId = z
  .string()
  .transform((id) => id.slice(id.lastIndexOf("/") + 1))
  .describe("The project's id, `prj_…`.");

/** A custom environment's id; the resource's own id, which has the project before it, is taken too. */
export const customEnvironmentId = z
  .string()
  .regex(/^(.+\/)?env_\w+$/, "must be `env_…`: the environment's `environmentId`, not its name")
  .transform((id) => id.slice(id.lastIndexOf("/") + 1));

/** Ids of projects, for what is for some of a team's projects. */
export const projectIds = z
  .array(z.string().transform((id) => id.slice(id.lastIndexOf("/") + 1)))
  .min(1)
  .max(50)
  .transform((ids) => [...new Set(ids)].toSorted())
  .optional();

/** An imported edge config's id may carry its team. */
export const edgeConfigId = z
  .string()
  .transform((id) => id.slice(id.lastIndexOf("/") + 1))
  .describe("The edge config's id, `ecfg_…`.");
