import { loadDefinition, loadForCommand } from "../config/command.ts";
import { homeOf, type StackHome, stackHome } from "../engine/home.ts";
import { type Control, startLoopback } from "../engine/loopback.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import type { CommandContext } from "./command.ts";
import { loopbackOf } from "./open-stack.ts";

/** A stack whose vendors can be asked, without an engine. */
export interface ReachedStack {
  readonly spec: PlatformSpec;
  readonly files: StackHome;
  /** In it, the vendors' endpoints and tokens. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The loopback cloud, when the stack runs on it. */
  readonly loopback: Control | undefined;
}

/**
 * Reads the stack that the flags name, and starts the loopback cloud where that is its vendors. No engine: what is
 * released, checked or rolled back in a bad night is found at the vendors by its name. For the same reason a secret that
 * is missing in the stack file is no error here.
 */
export async function reachStack(context: CommandContext): Promise<ReachedStack> {
  const { project, flags, environment } = context;
  const stack = String(flags["stack"]);
  const home = homeOf(project, environment["GROUNDPLAN_HOME"]);
  const files = stackHome(home, stack);
  const definition = await loadDefinition(project);
  const secretsFile = files.configFile;
  const { spec } = loadForCommand({ directory: project, stack, definition, secretsFile, lenient: true });
  if (!spec.environment.usesLoopback) return { spec, files, environment, loopback: undefined };
  const loopback = await startLoopback(loopbackOf(context, home));
  // Nothing else of the machine's: a stack on loopback never reaches a real account, whatever the shell holds.
  return { spec, files, environment: loopback.environment, loopback };
}
