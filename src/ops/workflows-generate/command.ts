import type { CommandSpec } from "../command.ts";

export const workflowsGenerate: CommandSpec = {
  name: "workflows generate",
  summary: "writes the workflows that the platform asks for, and removes those that it does not ask for any more",
  flags: [{ spelling: "--into <folder>", help: "the repository's folder; without it the project's own" }],
  load: () => import("./handler.ts"),
};
