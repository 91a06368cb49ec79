import { type CommandSpec, stackFlag } from "../command.ts";

export const dbRevert: CommandSpec = {
  name: "db revert",
  summary: "shows what undoes a schema change that was made by hand; with --apply does it",
  flags: [stackFlag, { spelling: "--apply", help: "really undo it" }],
  load: () => import("./handler.ts"),
};
