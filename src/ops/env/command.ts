import { type CommandSpec, stackFlag } from "../command.ts";

export const env: CommandSpec = {
  name: "env",
  summary: 'prints the exports with which plain `pulumi` works in this shell: eval "$(npx groundplan env)"',
  flags: [stackFlag, { spelling: "--engine <way>", help: "path, cache, download or build" }],
  load: () => import("./handler.ts"),
};
