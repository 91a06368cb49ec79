import type { CommandSpec } from "../command.ts";

export const workflowsGenerate: CommandSpec = {
  name: "workflows generate",
  summary:
    "writes the workflows, code owners, Dependabot's updates and forms that the platform asks for; removes those of ours that it does not",
  flags: [{ spelling: "--into <folder>", help: "the repository's folder; without it the project's own" }],
  load: () => import("./handler.ts"),
};
