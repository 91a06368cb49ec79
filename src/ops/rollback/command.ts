import { type CommandSpec, stackFlag } from "../command.ts";

export const rollback: CommandSpec = {
  name: "rollback",
  summary: "points production's domains at the last good deployment before; never touches the database",
  flags: [
    stackFlag,
    { spelling: "--app <key>", help: "this application only" },
    { spelling: "--to <id>", help: "this deployment instead of the one before; several with commas" },
  ],
  load: () => import("./handler.ts"),
};
