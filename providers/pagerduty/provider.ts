import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { connect } from "./client.ts";
import { escalationPolicy } from "./escalation-policy.ts";
import { schedule } from "./schedule.ts";
import { service } from "./service.ts";
import { serviceIntegration } from "./service-integration.ts";

export const pagerduty = provider({
  name: "pagerduty",
  version: "0.1.0",
  displayName: "PagerDuty",
  config: z.strictObject({
    from: z
      .email()
      .optional()
      .describe("E-mail of the user in whose name things are made; needed by keys of a whole account only."),
  }),
  configure: ({ from }, machine) => connect(from, machine),
  resources: [service, serviceIntegration, escalationPolicy, schedule],
});
