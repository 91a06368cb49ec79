/** The part of an environment that a build tool gets. */
export declare function toolEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string>;
