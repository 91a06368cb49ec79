import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { PlatformError } from "../src/errors.ts";
import { openCluster } from "./cluster/cluster.ts";
import { startCloud } from "./core/cloud.ts";
import { controlFileOf } from "./core/home.ts";
import { vendors } from "./vendors.ts";

const usage = "node loopback/main.ts --home DIR [--base-port N] [--rotate-tokens]";
const defaultBasePort = 4700;

/** The door: arguments, the process, its signals. Prints one JSON line `{"ready":true,…}` once all vendors listen. */
async function main(args: readonly string[]): Promise<void> {
  const { home, basePort, rotateTokens } = readArguments(args);
  const cloud = await startCloud({
    home,
    basePort,
    rotateTokens,
    vendors,
    cluster: openCluster(resolve(home)),
    now: () => new Date(),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    cloud.stop().then(() => process.exit(0), fail);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.stdout.write(
    `${JSON.stringify({ ready: true, pid: process.pid, basePort: cloud.control.basePort, control: controlFileOf(home) })}\n`,
  );
}

function readArguments(args: readonly string[]): { home: string; basePort: number; rotateTokens: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { home: { type: "string" }, "base-port": { type: "string" }, "rotate-tokens": { type: "boolean" } },
    });
    const basePort = Number(values["base-port"] ?? defaultBasePort);
    if (values.home === undefined) throw new Error("--home is missing");
    if (!Number.isInteger(basePort) || basePort < 0 || basePort > 65_530)
      throw new Error(`--base-port takes 0 to 65530, not ${values["base-port"]}`);
    return { home: values.home, basePort, rotateTokens: values["rotate-tokens"] ?? false };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new PlatformError({ code: "loopback/usage", where: "loopback", problem, fix: usage });
  }
}

function fail(error: unknown): never {
  const expected = error instanceof PlatformError;
  process.stderr.write(
    `${expected ? `${error.code} ${error.message}` : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
}

main(process.argv.slice(2)).catch(fail);
