import { type CommandSpec, stackFlag } from "../command.ts";

export const dbMigrate: CommandSpec = {
  name: "db migrate",
  summary: "applies what is pending of the migrations, in order, each whole or not at all",
  flags: [stackFlag],
  load: () => import("./handler.ts"),
};
