import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { PlatformError } from "../errors.ts";
import type { Home, StackHome } from "./home.ts";
import { type EngineExit, runEngine } from "./run.ts";

/** Variables of the machine that the engine and its plugins need; everything else stays outside. */
const machineVariables = [
  ...[
    "HOME",
    "LANG",
    "LC_ALL",
    "TERM",
    "TMPDIR",
    "TZ",
    "NODE_COMPILE_CACHE",
    "XDG_CACHE_HOME",
    "GROUNDPLAN_SELF_HOSTED",
  ],
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"],
];

/** Variables that tell the engine where its stacks are kept and how their secrets are encrypted, for stacks with real vendors. */
const backendVariables = [
  "PULUMI_BACKEND_URL",
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_CONFIG_PASSPHRASE",
  "PULUMI_CONFIG_PASSPHRASE_FILE",
  "PULUMI_HOME",
];
const backendPrefixes = ["AWS_", "AZURE_", "ARM_", "GOOGLE_", "VAULT_"];

export interface EngineSetup {
  readonly pulumi: string;
  readonly binFolder: string;
  /** Project folder, where Pulumi.yaml is. */
  readonly project: string;
  readonly stack: string;
  readonly home: Home;
  readonly stackHome: StackHome;
  /** The stack runs on the loopback cloud: state, passphrase and stack file are this checkout's own. */
  readonly onLoopback: boolean;
  /** Endpoint and token variables of the vendors that the stack uses. */
  readonly vendorVariables: Readonly<Record<string, string>>;
  readonly machine: Readonly<Record<string, string | undefined>>;
  /** Read instead of the stack file that the stack usually has. */
  readonly configFile?: string;
}

/** The environment that the engine gets, whole. */
function engineEnvironment(setup: EngineSetup): Record<string, string> {
  const { machine } = setup;
  const taken = (names: readonly string[]) =>
    names.flatMap((name) => (machine[name] === undefined ? [] : [[name, machine[name]]]));
  const ofBackend = Object.keys(machine).filter((name) => backendPrefixes.some((prefix) => name.startsWith(prefix)));
  const backend = setup.onLoopback
    ? {
        // Without sidecar files: they are written in place, and one that a kill cut off makes the whole stack unreadable.
        PULUMI_BACKEND_URL: `file://${setup.home.state}?metadata=skip`,
        PULUMI_CONFIG_PASSPHRASE_FILE: setup.stackHome.passphraseFile,
        PULUMI_HOME: setup.home.pulumi,
      }
    : { PULUMI_HOME: setup.home.pulumi, ...Object.fromEntries(taken([...backendVariables, ...ofBackend])) };
  return {
    ...Object.fromEntries(taken(machineVariables)),
    ...backend,
    ...setup.vendorVariables,
    PATH: [setup.binFolder, dirname(process.execPath), machine["PATH"] ?? ""].join(delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Gives every command the --event-log flag, from which results are read.
    PULUMI_DEBUG_COMMANDS: "true",
    // gRPC and Go both honour proxies; what is on this machine must not leave it.
    no_proxy: "127.0.0.1,localhost",
    NO_PROXY: "127.0.0.1,localhost",
  };
}

/** The real engine, set up for one stack. */
export class EngineSession {
  readonly setup: EngineSetup;
  readonly environment: Record<string, string>;

  constructor(setup: EngineSetup) {
    this.setup = setup;
    this.environment = engineEnvironment(setup);
  }

  /** Arguments that every command on the stack needs. */
  get stackArguments(): string[] {
    const { stack, onLoopback, stackHome, configFile = onLoopback ? stackHome.configFile : undefined } = this.setup;
    return ["--stack", stack, ...(configFile === undefined ? [] : ["--config-file", configFile])];
  }

  /** The same session with another stack file. */
  reading(configFile: string): EngineSession {
    return new EngineSession({ ...this.setup, configFile });
  }

  /** The same session, started in another folder. */
  within(folder: string): EngineSession {
    return new EngineSession({ ...this.setup, project: folder });
  }

  /** Runs `pulumi` in the project's folder; never interactive. */
  run(args: readonly string[], options: { input?: string; onLine?(line: string): void } = {}): Promise<EngineExit> {
    return runEngine({
      pulumi: this.setup.pulumi,
      args: ["--non-interactive", ...args],
      cwd: this.setup.project,
      environment: this.environment,
      ...options,
    });
  }

  /** Runs a command that must succeed; its standard output. */
  async must(args: readonly string[], options: { input?: string } = {}): Promise<string> {
    const exit = await this.run(args, options);
    if (exit.code === 0) return exit.stdout;
    throw new PlatformError({
      code: "engine/failed",
      where: `pulumi ${args.join(" ")}`,
      problem: `ended with ${exit.code}: ${exit.stderr.trim() || exit.stdout.trim()}`,
      fix: "read the engine's message above; then run the same command again",
    });
  }
}

/** A resource as state keeps it; secrets stay encrypted. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom: boolean;
  readonly protect?: boolean;
  /** `<urn of the provider instance>::<its id>`. */
  readonly provider?: string;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

export interface Deployment {
  readonly resources: readonly StateResource[];
  /** Operations of a run that was killed: nobody knows whether they happened. */
  readonly pending: readonly { readonly type: string; readonly resource: StateResource }[];
}

/** The stack's state: read from the file backend where that is ours, else asked of the engine. Undefined: no such stack. */
export async function readDeployment(session: EngineSession, projectName: string): Promise<Deployment | undefined> {
  const { setup } = session;
  if (!setup.onLoopback) {
    const exit = await session.run(["stack", "export", "--stack", setup.stack]);
    return exit.code === 0 ? toDeployment(JSON.parse(exit.stdout).deployment) : undefined;
  }
  const file = join(setup.home.state, ".pulumi", "stacks", projectName, `${setup.stack}.json`);
  if (!existsSync(file)) return undefined;
  return toDeployment(JSON.parse(readFileSync(file, "utf8")).checkpoint.latest);
}

function toDeployment(
  raw: { resources?: StateResource[]; pending_operations?: Deployment["pending"] } | null,
): Deployment {
  return { resources: raw?.resources ?? [], pending: raw?.pending_operations ?? [] };
}
