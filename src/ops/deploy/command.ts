import { type CommandSpec, stackFlag } from "../command.ts";

export const deploy: CommandSpec = {
  name: "deploy",
  summary: "builds each application at a commit and waits until it is ready",
  flags: [
    stackFlag,
    { spelling: "--app <key>", help: "this application only" },
    { spelling: "--ref <commit>", help: "commit, branch or tag; without it the checkout's own commit" },
    {
      spelling: "--hold",
      help: "it does not get the domain, smoke and promote come after it; one that waits at this commit is taken",
    },
  ],
  load: () => import("./handler.ts"),
};
