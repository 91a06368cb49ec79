import type { CommandSpec } from "../command.ts";

export const schema: CommandSpec = {
  name: "schema <package>",
  summary: "the Pulumi package schema of one of our providers, as the engine gets it",
  flags: [{ spelling: "--markdown", help: "as the provider's README instead" }],
  load: () => import("./handler.ts"),
};
