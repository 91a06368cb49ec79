import { type CommandSpec, stackFlag } from "../command.ts";

export const dbUrl: CommandSpec = {
  name: "db url",
  summary: "prints the database's connection URL, password included",
  flags: [stackFlag],
  load: () => import("./handler.ts"),
};
