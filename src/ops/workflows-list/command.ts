import type { CommandSpec } from "../command.ts";

export const workflowsList: CommandSpec = {
  name: "workflows list",
  summary: "the pipelines with their jobs, what starts and holds them, and the secrets that each reads",
  flags: [{ spelling: "--markdown", help: "with jobs and gates as pictures, for a document" }],
  load: () => import("./handler.ts"),
};
