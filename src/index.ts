import "./fast.ts";
import { Platform } from "./components/platform.ts";
import { loadForProgram } from "./config/program.ts";
import { definitionAt } from "./config/project.ts";

/**
 * The program that the engine runs: load, build, export.
 * @param definition where the platform's `platform.ts` is
 * @returns the stack's outputs
 */
export async function program(definition: URL): Promise<Readonly<Record<string, unknown>>> {
  const { spec, secret } = loadForProgram(await definitionAt(definition));
  return new Platform(spec, secret).outputs;
}
