import { type CommandSpec, stackFlag } from "../command.ts";
import { withinFlag } from "../seconds.ts";

export const smoke: CommandSpec = {
  name: "smoke",
  summary: "asks a deployment for the declared endpoints and its health, before anybody sees it",
  flags: [
    stackFlag,
    { spelling: "--app <key>", help: "this application only" },
    { spelling: "--url <address>", help: "of the deployment, as deploy printed it; several with commas" },
    { spelling: "--before-migrations", help: "leave out what reads the release's own migrations (afterMigrations)" },
    withinFlag,
  ],
  load: () => import("./handler.ts"),
};
