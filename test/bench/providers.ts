import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";

export interface ProviderStart {
  readonly name: string;
  /** Spawn to printed port, milliseconds, each round. */
  readonly ms: readonly number[];
  /** Spawn to the answer of the first call, milliseconds, each round: by then everything is loaded. */
  readonly answered: readonly number[];
  /** Resident memory after that, MB; undefined where /proc is not. */
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
  const answered: number[] = [];
  let megabytes: number | undefined;
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    const child = spawn(join(checkout, "providers", name, `pulumi-resource-${name}`), ["127.0.0.1:1"], {
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [port] = await once(child.stdout, "data");
    ms.push(performance.now() - started);
    await firstAnswer(String(port).trim());
    answered.push(performance.now() - started);
    megabytes = residentMemory(child.pid);
    child.kill();
    await once(child, "exit");
  }
  return { name, ms, answered, megabytes };
}

function firstAnswer(port: string): Promise<unknown> {
  const client = new services.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return new Promise((resolve, reject) => {
    client.getPluginInfo(new empty.Empty(), (error, answer) => {
      client.close();
      if (error === null) resolve(answer);
      else reject(error);
    });
  });
}

function residentMemory(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
