import type { CommandSpec } from "../command.ts";

export const workflowsCheck: CommandSpec = {
  name: "workflows check",
  summary: "holds the files under .github against what the platform asks for, and workflows against our rules (exit 2)",
  flags: [{ spelling: "--into <folder>", help: "the repository's folder; without it the project's own" }],
  load: () => import("./handler.ts"),
};
