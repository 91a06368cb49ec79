type Step = "modules" | "languageHost" | "engine" | "plugin";

export declare function estimator(
  steps: readonly Step[],
  speed?: number,
): {
  at(step: Step, fraction: number, elapsedSeconds: number): { readonly fraction: number; readonly secondsLeft: number };
};
export declare function countFresh(
  programs: readonly (readonly {
    readonly path: string;
    readonly version: string;
    readonly imports: readonly string[];
  }[])[],
): number[];
