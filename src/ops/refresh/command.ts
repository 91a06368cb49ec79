import { type CommandSpec, stackFlag } from "../command.ts";

export const refresh: CommandSpec = {
  name: "refresh",
  summary: "writes what the vendors have into the stack's state",
  flags: [stackFlag, { spelling: "--engine <way>", help: "path, cache, download or build" }],
  load: () => import("./handler.ts"),
};
