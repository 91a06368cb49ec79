import { type CommandSpec, stackFlag } from "../command.ts";

export const dbBackup: CommandSpec = {
  name: "db backup",
  summary: "dumps schema and data into a file, with a manifest beside it",
  flags: [
    stackFlag,
    { spelling: "--out <folder>", help: "where to; made if it is not there", default: ".groundplan/backups" },
  ],
  load: () => import("./handler.ts"),
};
