import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { action } from "./action.ts";
import { alert } from "./alert.ts";
import { connect } from "./client.ts";
import { cohort } from "./cohort.ts";
import { dashboard } from "./dashboard.ts";
import { dashboardLayout } from "./dashboard-layout.ts";
import { featureFlag } from "./feature-flag.ts";
import { hogFunction } from "./hog-function.ts";
import { insight } from "./insight.ts";
import { project } from "./project.ts";
import { proxyRecord } from "./proxy-record.ts";
import { survey } from "./survey.ts";

export const posthog = provider({
  name: "posthog",
  version: "0.1.0",
  displayName: "PostHog",
  config: z.strictObject({
    organizationId: z
      .string()
      .default("@current")
      .describe("UUID or slug of the organization, or `@current`: the one of the API key's owner."),
  }),
  configure: ({ organizationId }, machine) => connect(organizationId, machine),
  resources: [
    project,
    featureFlag,
    dashboard,
    dashboardLayout,
    insight,
    alert,
    proxyRecord,
    action,
    cohort,
    survey,
    hogFunction,
  ],
});
