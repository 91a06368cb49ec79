import { type CommandSpec, stackFlag } from "../command.ts";

export const promote: CommandSpec = {
  name: "promote",
  summary: "points production's domains at a deployment that is built and tested already",
  flags: [
    stackFlag,
    { spelling: "--deployment <id>", help: "dpl_…, as deploy printed it; several with commas, one an application" },
  ],
  load: () => import("./handler.ts"),
};
