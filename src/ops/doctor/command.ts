import { type CommandSpec, stackFlag } from "../command.ts";

export const doctor: CommandSpec = {
  name: "doctor",
  summary: "what this machine and this stack still miss, in order, each with the command that mends it",
  flags: [stackFlag],
  load: () => import("./handler.ts"),
};
