import { type CommandSpec, stackFlag } from "../command.ts";

export const dbRestore: CommandSpec = {
  name: "db restore",
  summary: "shows what a backup would replace; with --apply puts it back, whole or not at all",
  flags: [
    stackFlag,
    { spelling: "--from <file>", help: "the dump, with its manifest beside it" },
    { spelling: "--apply", help: "really restore it" },
    { spelling: "--with-accounts", help: "also replace the accounts in auth; everybody is signed out" },
    { spelling: "--i-accept-data-loss", help: "needed with --apply where data is protected: what came after is lost" },
  ],
  load: () => import("./handler.ts"),
};
