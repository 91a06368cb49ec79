import { type CommandSpec, stackFlag } from "../command.ts";

export const destroy: CommandSpec = {
  name: "destroy",
  summary: "shows what would be deleted; with --apply deletes it",
  flags: [
    stackFlag,
    { spelling: "--apply", help: "really delete" },
    { spelling: "--engine <way>", help: "path, cache, download or build" },
  ],
  load: () => import("./handler.ts"),
};
