import { toolEnvironment } from "./environment.mjs";

/** What an engine call of ours sees: never the user's own ~/.pulumi. */
export function engineEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): Record<string, string> {
  return { ...toolEnvironment(environment), PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
}
