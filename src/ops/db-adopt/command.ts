import { type CommandSpec, stackFlag } from "../command.ts";

export const dbAdopt: CommandSpec = {
  name: "db adopt",
  summary: "keeps a schema change that was made by hand: writes it as a migration, recorded as applied here",
  flags: [
    stackFlag,
    { spelling: "--name <name>", help: "of the migration; without it, after what was changed" },
    { spelling: "--accept-data-loss", help: "also a migration that deletes columns or tables wherever it is applied" },
  ],
  load: () => import("./handler.ts"),
};
