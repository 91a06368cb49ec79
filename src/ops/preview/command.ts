import { type CommandSpec, stackFlag } from "../command.ts";

export const preview: CommandSpec = {
  name: "preview",
  summary: "shows what `up` would change, and holds it against the policies",
  flags: [
    stackFlag,
    { spelling: "--refresh", help: "read the vendors first, so that drift is shown" },
    { spelling: "--expect-no-changes", help: "a change is a finding (exit 2)" },
    { spelling: "--engine <way>", help: "path, cache, download or build" },
  ],
  load: () => import("./handler.ts"),
};
