import { type CommandSpec, stackFlag } from "../command.ts";

export const secretsSet: CommandSpec = {
  name: "secrets set <name>",
  summary: "encrypts a secret from standard input into the stack",
  flags: [stackFlag],
  load: () => import("./handler.ts"),
};
