import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openCluster } from "../../loopback/cluster/cluster.ts";
import { type Cloud, startCloud } from "../../loopback/core/cloud.ts";
import { sentry } from "../../loopback/sentry/vendor.ts";
import { supabase } from "../../loopback/supabase/vendor.ts";
import { vercel } from "../../loopback/vercel/vendor.ts";
import { type Ask, asker } from "../unit/loopback/cloud.ts";

const home = join(import.meta.dirname, "..", "clients");
const manifest: { devDependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(home, "package.json"), "utf8"),
);

/** A vendor's own command line tool from npm, in `test/clients`. */
export interface Client {
  /** Name and pinned version, and where it is not there: that it is left out, and the command that gets it. */
  readonly title: string;
  readonly missing: boolean;
  readonly script: string;
}

/** @param executable its script, from the package's folder @param platform the package that brings its binary */
export function clientOf(name: string, executable: string, platform?: string): Client {
  const script = join(home, "node_modules", name, executable);
  const packages = [script, ...(platform === undefined ? [] : [join(home, "node_modules", platform)])];
  const missing = !packages.every((one) => existsSync(one));
  const title = `${name} ${manifest.devDependencies[name]}`;
  const reason = "LEFT OUT, it is not installed: (cd test/clients && npm ci --ignore-scripts)";
  // A reporter does not show the names of what a wholly skipped file skips.
  if (missing) process.stderr.write(`${title}: ${reason}\n`);
  return { title: missing ? `${title} (${reason})` : title, missing, script };
}

interface Ran {
  readonly code: number | null;
  /** Both outputs, in the order in which they came. */
  readonly output: string;
}

/** The loopback of the vendors that have such a tool, and a folder to call them in. */
export interface ClientStage {
  readonly folder: string;
  readonly origins: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Asks a vendor by plain HTTP. */
  ask(vendor: "vercel" | "supabase" | "sentry"): Ask;
  run(client: Client, args: readonly string[], options?: { environment?: object; folder?: string }): Promise<Ran>;
  stop(): Promise<void>;
}

const tokens = { vercel: "VERCEL_API_TOKEN", supabase: "SUPABASE_ACCESS_TOKEN", sentry: "SENTRY_AUTH_TOKEN" } as const;

export async function setClientStage(): Promise<ClientStage> {
  const folder = mkdtempSync(join(tmpdir(), "clients-"));
  const place = join(folder, "loopback");
  const cloud: Cloud = await startCloud({
    home: place,
    basePort: 0,
    rotateTokens: false,
    vendors: [vercel, supabase, sentry],
    cluster: openCluster(place),
    now: () => new Date(),
    log: () => undefined,
  });
  const { origins, environment } = cloud.control;
  return {
    folder,
    origins,
    environment,
    ask: (vendor) => asker(origins[vendor] ?? "", environment[tokens[vendor]] ?? ""),
    run: (client, args, options = {}) =>
      run(client, args, options.folder ?? folder, { ...alone(folder), ...options.environment }),
    async stop() {
      await cloud.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Nothing of the machine's: no account, no telemetry, and no way to any host but this one. */
function alone(folder: string): Record<string, string> {
  const nowhere = "http://127.0.0.1:9";
  const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  return {
    ...Object.fromEntries(proxies.map((name) => [name, nowhere])),
    ...{ NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1", HOME: folder, LANG: "C.UTF-8", CI: "1", NO_COLOR: "1" },
    PATH: [dirname(process.execPath), "/usr/bin", "/bin"].join(":"),
    ...{
      DO_NOT_TRACK: "1",
      VERCEL_TELEMETRY_DISABLED: "1",
      NO_UPDATE_NOTIFIER: "1",
      VERCEL_CLI_USE_NATIVE_BINARY: "0",
    },
    ...{ SUPABASE_TELEMETRY_DISABLED: "1", SUPABASE_NO_UPDATE_NOTIFIER: "1", SUPABASE_NO_KEYRING: "1" },
    SENTRY_DISABLE_UPDATE_CHECK: "1",
  };
}

async function run({ script }: Client, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  const child = spawn(process.execPath, [script, ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  const [code] = await once(child, "close");
  return { code, output };
}
