import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { connect } from "./client.ts";
import { project } from "./project.ts";
import { projectDomain } from "./project-domain.ts";
import { projectEnvironmentVariable } from "./project-environment-variable.ts";

export const vercel = provider({
  name: "vercel",
  version: "0.1.0",
  displayName: "Vercel",
  config: z.strictObject({
    team: z
      .string()
      .optional()
      .describe("`team_…` or slug of the team whose resources these are, unless they name one."),
  }),
  configure: ({ team }, machine) => connect(team, machine),
  resources: [project, projectEnvironmentVariable, projectDomain],
});
