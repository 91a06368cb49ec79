import { type CommandSpec, stackFlag } from "../command.ts";

export const up: CommandSpec = {
  name: "up",
  summary: "previews with the policy pack, then brings the stack to what is declared",
  flags: [
    stackFlag,
    { spelling: "--refresh", help: "read the vendors first, so that drift is repaired" },
    { spelling: "--engine <way>", help: "path, cache, download or build" },
  ],
  load: () => import("./handler.ts"),
};
