import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface ProviderStart {
  readonly name: string;
  /** Spawn to printed port, milliseconds, each round. */
  readonly ms: readonly number[];
  /** Resident memory once it listens, MB; undefined where /proc is not. */
  readonly megabytes: number | undefined;
}

/** Starts a provider as the engine does, some rounds, and measures when its port is there. */
export async function measureStart(
  checkout: string,
  name: string,
  rounds: number,
  environment: Record<string, string>,
): Promise<ProviderStart> {
  const ms: number[] = [];
  let megabytes: number | undefined;
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    const child = spawn(join(checkout, "providers", name, `pulumi-resource-${name}`), ["127.0.0.1:1"], {
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    ms.push(performance.now() - started);
    megabytes = residentMemory(child.pid);
    child.kill();
    await once(child, "exit");
  }
  return { name, ms, megabytes };
}

function residentMemory(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
