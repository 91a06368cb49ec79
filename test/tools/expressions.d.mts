/**
 * Evaluates one expression without its `${{ }}`.
 * @param contexts JSON by name: `github`, `env`, `steps`, …
 * @param functions status functions of no arguments, and what they say now
 * @throws Error for what is no expression, or names a context or function that is not there
 */
export type Evaluate = (
  expression: string,
  contexts: Readonly<Record<string, unknown>>,
  functions: Readonly<Record<string, boolean>>,
) => { readonly text: string; readonly truthy: boolean };

/** Gets GitHub's library where it is not there yet. */
export declare function expressions(): Promise<Evaluate>;
