import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { budget } from "./budget.ts";
import { connect } from "./client.ts";
import { dashboard } from "./dashboard.ts";

export const google = provider({
  name: "gcp",
  version: "0.1.0",
  displayName: "Google Cloud",
  config: z.strictObject({
    project: z.string().optional().describe("Id of the project that things belong to which name none."),
    billingProject: z
      .string()
      .optional()
      .describe("Id of the project whose quota is used; budgets need one where the token is a person's."),
  }),
  configure: (settings, machine) => connect(settings, machine),
  resources: [budget, dashboard],
});
