import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type EngineSource, ensureEngine, installPlugins } from "../../toolchain/ensure.ts";
import { loadDefinition, loadForCommand } from "../config/command.ts";
import { reachableProblems } from "../config/reachable.ts";
import { vendorVariables } from "../config/vendors.ts";
import { type Home, homeOf, makePrivate, type StackHome, stackHome } from "../engine/home.ts";
import { type Control, type LoopbackOptions, startLoopback } from "../engine/loopback.ts";
import { EngineSession } from "../engine/session.ts";
import { prepareStack } from "../engine/stack-file.ts";
import { PlatformError, PlatformErrors } from "../errors.ts";
import { example, type SecretFormat } from "../spec/formats.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import type { CommandContext } from "./command.ts";

/** A stack that is checked, whose vendors can be reached, and that the engine can work on. */
export interface OpenStack {
  readonly spec: PlatformSpec;
  readonly session: EngineSession;
  readonly files: StackHome;
  readonly engine: { readonly version: string; readonly source: string };
  /** The loopback cloud, when the stack runs on it. */
  readonly loopback: Control | undefined;
  /** The policy pack's executable. */
  readonly pack: string;
}

export interface OpenOptions {
  /** For commands that fill in what is missing: an absent secret or vendor token is no error. */
  readonly lenient?: boolean;
  /** Open it in there instead of where its file says, with made-up secrets: the user's accounts and state stay out of it. */
  readonly universe?: Universe;
}

/** A place of its own for stacks: a folder for what they keep, and vendors on loopback. */
export interface Universe {
  readonly home: Home;
  readonly loopback: Control;
  /** Told of every secret that is made up. */
  invented(value: string): void;
}

/**
 * Opens the stack that the flags name: checks its file before anything is started, then gets the engine and, for a
 * stack on loopback, the vendors, side by side.
 */
export async function openStack(
  context: CommandContext,
  { lenient = false, universe }: OpenOptions = {},
): Promise<OpenStack> {
  const { project, installation, flags, environment } = context;
  const stack = String(flags["stack"]);
  const home = universe?.home ?? homeOf(project, environment["GROUNDPLAN_HOME"]);
  const files = stackHome(home, stack);
  const definition = await loadDefinition(project);
  const secretsFile = files.configFile;
  const fillsIn = lenient || universe !== undefined;
  const committed = loadForCommand({ directory: project, stack, definition, secretsFile, lenient: fillsIn }).spec;
  const onLoopback = committed.environment.usesLoopback || universe !== undefined;
  if (!onLoopback && !lenient) refuseUnreachable(committed, environment);
  makePrivate(home.folder, home.pulumi, files.folder);

  // The one that fails first ends the other: an engine build takes minutes.
  const failed = new AbortController();
  const [engine, loopback] = await Promise.all([
    ensureEngine({ engine: asSource(flags["engine"]), environment, signal: failed.signal }),
    onLoopback ? (universe?.loopback ?? startLoopback(loopbackOf(context, home))) : undefined,
  ]).catch((error: unknown) => {
    failed.abort(error);
    throw error;
  });
  const session = new EngineSession({
    pulumi: engine.pulumi,
    binFolder: engine.binFolder,
    project,
    stack,
    home,
    stackHome: files,
    onLoopback,
    vendorVariables: loopback?.environment ?? vendorVariables(environment),
    machine: environment,
  });
  installPlugins(engine, home.pulumi);
  const pack = join(installation, "policies", "pulumi-analyzer-groundplan");
  if (!onLoopback) return { spec: committed, session, files, engine, loopback, pack };

  const invents = committed.environment.inventsSecrets || universe !== undefined;
  const invented = invents ? committed.secrets.map(({ name, format }) => ({ name, invent: () => invent(format) })) : [];
  function invent(format: SecretFormat): string {
    const value = example(format, randomBytes);
    universe?.invented(value);
    return value;
  }
  await prepareStack(session, committed.name, {
    file: join(project, `Pulumi.${stack}.yaml`),
    fresh: universe !== undefined,
    invented,
  });
  const { spec } = loadForCommand({ directory: project, stack, definition, configFile: files.configFile, lenient });
  return { spec, session, files, engine, loopback, pack };
}

/** How the loopback cloud of a home is started. */
export const loopbackOf = ({ installation, environment }: CommandContext, home: Home): LoopbackOptions => ({
  home: home.loopback,
  main: join(installation, "loopback", "main.ts"),
  machine: environment,
});

function refuseUnreachable(spec: PlatformSpec, environment: CommandContext["environment"]): void {
  const problems = reachableProblems(spec, environment);
  if (problems.length > 0) throw new PlatformErrors(`Stack ${spec.stack} cannot reach its vendors:`, problems);
}

const sources: readonly EngineSource[] = ["path", "cache", "download", "build"];

function asSource(flag: string | boolean | undefined): EngineSource | undefined {
  if (flag === undefined) return undefined;
  const found = sources.find((source) => source === flag);
  if (found !== undefined) return found;
  throw new PlatformError({
    code: "engine/unknown-source",
    where: "--engine",
    problem: `is "${flag}"; allowed: ${sources.join(", ")}`,
    fix: "leave --engine out: then the first of these that works is taken",
  });
}
