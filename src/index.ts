import "./fast.ts";
import { Platform } from "./components/platform.ts";
import { forPeople, loadForProgram } from "./config/program.ts";

/** The program that the engine runs in a project's folder: load, build, export. @returns the stack's outputs */
export const program = (): Promise<Readonly<Record<string, unknown>>> =>
  forPeople(async () => {
    const { spec, secret } = await loadForProgram();
    return new Platform(spec, secret).outputs;
  });
