import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { connect } from "./client.ts";
import { webhookEndpoint } from "./webhook-endpoint.ts";

export const stripe = provider({
  name: "stripe",
  version: "0.1.0",
  displayName: "Stripe",
  config: z.strictObject({}),
  configure: (_, machine) => connect(machine),
  resources: [webhookEndpoint],
});
