import type { CommandSpec } from "../command.ts";

export const workflowsCheck: CommandSpec = {
  name: "workflows check",
  summary: "holds the workflow files against what the platform asks for, and against our rules (exit 2)",
  flags: [{ spelling: "--into <folder>", help: "the repository's folder; without it the project's own" }],
  load: () => import("./handler.ts"),
};
