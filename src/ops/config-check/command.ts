import { type CommandSpec, stackFlag } from "../command.ts";

export const configCheck: CommandSpec = {
  name: "config check",
  summary: "holds a stack file and its secrets against what the platform declares, without an engine",
  flags: [stackFlag],
  load: () => import("./handler.ts"),
};
