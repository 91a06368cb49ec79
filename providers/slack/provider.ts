import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { incomingWebhook } from "./incoming-webhook.ts";

/** Nothing to configure: each webhook's address is host and token in one. */
export const slack = provider({
  name: "slack",
  version: "0.1.0",
  displayName: "Slack",
  config: z.strictObject({}),
  configure: (): Record<string, never> => ({}),
  resources: [incomingWebhook],
});
