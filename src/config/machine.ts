/** What the machine tells a program: the only place under `src/` that reads it. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The project's folder: the engine starts programs in it. */
  readonly directory: string;
}

export const thisMachine = (): Machine => ({ environment: process.env, directory: process.cwd() });
