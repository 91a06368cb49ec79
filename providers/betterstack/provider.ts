import { provider } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { connect } from "./client.ts";
import { heartbeat } from "./heartbeat.ts";
import { monitor } from "./monitor.ts";
import { source } from "./source.ts";

export const betterstack = provider({
  name: "betterstack",
  version: "0.1.0",
  displayName: "Better Stack",
  config: z.strictObject({
    teamName: z
      .string()
      .optional()
      .describe("The team that things belong to; needed by a token of several teams only."),
  }),
  configure: ({ teamName }, machine) => connect(teamName, machine),
  resources: [monitor, heartbeat, source],
});
