import { type CommandSpec, stackFlag } from "../command.ts";
import { withinFlag } from "../seconds.ts";

export const health: CommandSpec = {
  name: "health",
  summary: "asks each application how it is: exits 0 for ok and degraded, 2 for unhealthy",
  flags: [
    stackFlag,
    { spelling: "--app <key>", help: "this application only" },
    { spelling: "--url <address>", help: "ask there instead of at the application's own address" },
    withinFlag,
  ],
  load: () => import("./handler.ts"),
};
