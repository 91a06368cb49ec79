import { execFileSync } from "node:child_process";
import { constants, openSync, rmSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { createInterface } from "node:readline";

/** A named pipe that the engine writes its event log into: events hold secrets in clear, so they never reach a disk. */
export interface EventPipe {
  readonly path: string;
  /** Everything that was written, once the writer has ended. */
  close(): Promise<string[]>;
}

/** Written by us when the engine has ended: our own end of the pipe is open, so it never ends by itself. */
const lastLine = "groundplan: the engine has ended";

/** @param path where the pipe is made; what lies there is removed. */
export function openEventPipe(path: string): EventPipe {
  rmSync(path, { force: true });
  execFileSync("mkfifo", ["-m", "600", path]);
  // Reading and writing: opening it for reading alone would wait for the engine.
  const descriptor = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const stream = new Socket({ fd: descriptor, readable: true, writable: false });
  const lines = read(stream);
  return {
    path,
    close: async () => {
      writeSync(descriptor, `\n${lastLine}\n`);
      const found = await lines;
      stream.destroy();
      rmSync(path, { force: true });
      return found;
    },
  };
}

async function read(stream: Socket): Promise<string[]> {
  const found: string[] = [];
  for await (const line of createInterface({ input: stream })) {
    if (line === lastLine) break;
    found.push(line);
  }
  return found;
}
