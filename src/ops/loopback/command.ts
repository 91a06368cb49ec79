import type { CommandSpec } from "../command.ts";

const load = () => import("./handler.ts");

export const loopbackStart: CommandSpec = {
  name: "loopback start",
  summary: "starts the vendors on 127.0.0.1",
  flags: [
    { spelling: "--base-port <port>", help: "first port of the range; 0 finds a free one (default 4700)" },
    { spelling: "--rotate-tokens", help: "give every vendor a new token" },
  ],
  load: async () => ({ handle: (await load()).start }),
};

export const loopbackStop: CommandSpec = {
  name: "loopback stop",
  summary: "stops them; their state stays",
  flags: [],
  load: async () => ({ handle: (await load()).stop }),
};

export const loopbackState: CommandSpec = {
  name: "loopback state",
  summary: "shows what stands at the vendors on loopback, as their own APIs show it",
  flags: [],
  load: async () => ({ handle: (await load()).state }),
};

export const loopbackJournal: CommandSpec = {
  name: "loopback journal",
  summary: "shows the requests that the vendors on loopback have answered",
  flags: [],
  load: async () => ({ handle: (await load()).journal }),
};
