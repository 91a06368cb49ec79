import "./fast.ts";
import { Platform } from "./components/platform.ts";
import { loadForProgram } from "./config/program.ts";

/** The program that the engine runs in a project's folder: load, build, export. @returns the stack's outputs */
export async function program(): Promise<Readonly<Record<string, unknown>>> {
  const { spec, secret } = await loadForProgram();
  return new Platform(spec, secret).outputs;
}
