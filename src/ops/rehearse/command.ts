import { type CommandSpec, stackFlag } from "../command.ts";

export const rehearse: CommandSpec = {
  name: "rehearse",
  summary: "a stack exactly as its file says, stood up and taken down again in a scratch universe on this machine",
  flags: [
    { ...stackFlag },
    {
      spelling: "--platform <name>",
      help: "a platform of this repository; the one of the current folder when left out",
    },
    { spelling: "--all", help: "every platform and stack there is, as a matrix" },
    { spelling: "--state-out <file>", help: "writes what stood at the vendors, as their own APIs show it" },
    { spelling: "--journal-out <file>", help: "writes every call that the vendors got, without secrets" },
    { spelling: "--files-out <folder>", help: "writes the rendered workflows and .env.example" },
    { spelling: "--keep", help: "leaves everything standing and says where" },
  ],
  load: () => import("./handler.ts"),
};
