import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { ensureEngine, installPlugins } from "../../toolchain/ensure.ts";
import { loadDefinition, loadForCommand } from "../config/command.ts";
import { homeOf, type StackHome, stackHome } from "../engine/home.ts";
import { type Control, startLoopback } from "../engine/loopback.ts";
import { EngineSession } from "../engine/session.ts";
import { prepareStack } from "../engine/stack-file.ts";
import { example } from "../spec/formats.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import type { CommandContext } from "./command.ts";
import { refuseForeignEndpoints, vendorVariables } from "./vendors.ts";

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

/**
 * Opens the stack that the flags name: checks its file before anything is started, then gets the engine and, for a
 * stack on loopback, the vendors, side by side.
 */
export async function openStack(context: CommandContext): Promise<OpenStack> {
  const { project, installation, flags, environment } = context;
  const stack = String(flags["stack"]);
  const definition = await loadDefinition(project);
  const committed = await loadForCommand({ directory: project, stack, definition });
  const onLoopback = committed.spec.environment.usesLoopback;
  const home = homeOf(project, environment["GROUNDPLAN_HOME"]);
  const files = stackHome(home, stack);
  if (!onLoopback) refuseForeignEndpoints(environment);

  const [engine, loopback] = await Promise.all([
    ensureEngine({ engine: asWay(flags["engine"]), environment }),
    onLoopback ? startLoopback({ home: home.loopback, main: join(installation, "loopback", "main.ts"), machine: environment }) : undefined,
  ]);
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
  await installPlugins(engine, home.pulumi);
  if (onLoopback) {
    const invented = committed.spec.secrets.map(({ name, format }) => ({
      name,
      invent: () => example(format, randomBytes),
    }));
    await prepareStack(session, committed.spec.name, join(project, `Pulumi.${stack}.yaml`), invented);
  }
  const { spec } = onLoopback
    ? await loadForCommand({ directory: project, stack, definition, configFile: files.configFile })
    : committed;
  return { spec, session, files, engine, loopback, pack: join(installation, "policies", "pulumi-analyzer-groundplan") };
}

type Way = "path" | "cache" | "download" | "build";
const asWay = (flag: string | boolean | undefined): Way | undefined =>
  typeof flag === "string" ? (flag as Way) : undefined;
