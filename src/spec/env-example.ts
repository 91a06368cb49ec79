import type { PlatformSpec } from "./platform.ts";
import type { VariableSource } from "./variables.ts";

/**
 * `.env.example` of a platform: every variable that its applications read and every secret of the catalogue, with where
 * each comes from. It holds names, never values.
 */
export function envExample({ title, apps, secrets }: PlatformSpec): string {
  const known = new Set(apps.flatMap(({ variables }) => variables.map(({ name }) => name)));
  const ofApps = apps.flatMap(({ key, variables }) => [
    `# ${key}`,
    ...variables.flatMap(({ name, source, isPublic }) => [
      `# ${originOf(source)}${isPublic ? ", readable by every visitor" : ""}`,
      `${name}=`,
    ]),
    "",
  ]);
  const others = secrets
    .filter(({ name }) => !known.has(name))
    .flatMap(({ name, purpose, obtain }) => [`# ${purpose}; ${obtain}`, `${name}=`]);
  const lead = `# What ${title} reads from its environment. Copy to .env, which git ignores, and fill in.`;
  return `${[lead, "", ...ofApps, ...(others.length === 0 ? [] : ["# jobs and functions", ...others])].join("\n").trimEnd()}\n`;
}

function originOf(source: VariableSource): string {
  switch (source.from) {
    case "literal":
      return "the same everywhere";
    case "database":
      return `Supabase: the project's ${source.property}`;
    case "errors":
      return "Sentry: the project's DSN";
    case "analytics":
      return `PostHog: the project's ${source.property}`;
    case "secret":
      return "a secret of the catalogue";
    case "setting":
      return `the stack file: settings.${source.name}`;
    case "app":
      return `an application's ${source.property}`;
    case "appEnv":
      return "development, staging or production";
  }
}
