import { PlatformError } from "../../errors.ts";
import { type ParseContext, stackDocument } from "../context.ts";
import type { ParsedDefinition } from "../definition.ts";
import { suggestion } from "../nearest.ts";
import type { Path } from "../problems.ts";
import type { EnvironmentSettings } from "../settings.ts";
import type { VariableSource } from "../variables.ts";
import type { Rule } from "./rule.ts";

/** The stack file says what the definition needs, and nothing about things that the definition does not have. */
export const presenceRule: Rule = ({ definition, settings, context }) => {
  if (definition === undefined || settings === undefined) return [];
  return [
    ...needs(definition, settings, context)
      .filter(({ wanted, given }) => wanted && given === undefined)
      .map(({ path, because }) => missing(path, because, context)),
    ...strangers(definition, settings, context),
  ];
};

interface Need {
  readonly path: Path;
  readonly because: string;
  readonly wanted: boolean;
  /** What the stack file says there. */
  readonly given: unknown;
}

function needs(definition: ParsedDefinition, settings: EnvironmentSettings, context: ParseContext): Need[] {
  const { owners } = settings;
  const database = definition.database !== undefined;
  const analytics = definition.analytics !== undefined;
  const errors = !("reason" in definition.errors);
  const sources = sourcesOf(definition);
  const team = sources.some(({ source }) => source.from === "app" && source.property === "teamId");
  const because = {
    database: "the platform has a database",
    errors: "the platform tracks errors",
    analytics: "the platform has analytics",
  };
  return [
    { path: ["owners", "vercel"], because: "a variable reads the team's id", wanted: team, given: owners.vercel },
    { path: ["owners", "supabase"], because: because.database, wanted: database, given: owners.supabase },
    { path: ["database"], because: because.database, wanted: database, given: settings.database },
    { path: ["owners", "sentry"], because: because.errors, wanted: errors, given: owners.sentry },
    { path: ["owners", "posthog"], because: because.analytics, wanted: analytics, given: owners.posthog },
    { path: ["analytics"], because: because.analytics, wanted: analytics, given: settings.analytics },
    ...Object.keys(definition.apps).map((app) => ({
      path: ["apps", app],
      because: `the platform has the application "${app}"`,
      wanted: true,
      given: settings.apps[app],
    })),
    ...settingsNamed(sources).map((name) => ({
      path: ["settings", name],
      because: "a variable reads it",
      wanted: true,
      given: settings.settings[name],
    })),
    ...addressesNeeded(definition, settings, sources),
    ...domainsNeeded(definition, settings, context),
  ];
}

/** A variable that tells an application's address, or a sign-in that returns to it, needs it to have one. */
function addressesNeeded(
  definition: ParsedDefinition,
  settings: EnvironmentSettings,
  sources: readonly Sourced[],
): Need[] {
  const read = sources.flatMap(({ source, app }) => {
    if (source.from !== "app" || (source.property !== "url" && source.property !== "host")) return [];
    const of = source.app ?? app ?? Object.keys(definition.apps)[0];
    return of === undefined ? [] : [{ of, property: source.property }];
  });
  const needed = read.map(({ of, property }) => ({
    path: ["apps", of, "hosts"],
    because: `a variable reads its ${property}`,
    wanted: settings.apps[of] !== undefined,
    given: settings.apps[of]?.hosts[0] ?? (property === "url" ? settings.apps[of]?.address : undefined),
  }));
  const back = definition.database?.auth.app ?? Object.keys(definition.apps)[0];
  const site = back === undefined ? undefined : settings.apps[back];
  return [
    ...new Map(needed.map((need) => [JSON.stringify([need.path, need.because]), need])).values(),
    {
      path: ["database", "siteUrl"],
      because: "people return to it after signing in, and no application has an address",
      wanted:
        definition.database !== undefined &&
        settings.database !== undefined &&
        (back === undefined || site !== undefined),
      given: settings.database?.siteUrl ?? site?.address ?? site?.hosts[0],
    },
  ];
}

function domainsNeeded(
  definition: ParsedDefinition,
  settings: EnvironmentSettings,
  { definitionFile }: ParseContext,
): Need[] {
  return Object.entries(settings.apps).flatMap(([app, { hosts }]) =>
    hosts.flatMap((host, index) =>
      host.includes(".")
        ? []
        : [
            {
              path: ["apps", app, "hosts", index],
              because: `"${host}" is relative to a domain, and ${definitionFile} names none`,
              wanted: true,
              given: definition.domain,
            },
          ],
    ),
  );
}

/** Parts of the stack file that belong to nothing. */
function strangers(
  definition: ParsedDefinition,
  settings: EnvironmentSettings,
  context: ParseContext,
): PlatformError[] {
  const apps = Object.keys(definition.apps);
  const parts = ["database-project", "errors-project", "errors-team", "analytics-project"];
  const allowed = {
    apps,
    settings: settingsNamed(sourcesOf(definition)),
    names: [...apps.map((app) => `${app}-project`), ...parts],
  };
  return (["apps", "settings", "names"] as const).flatMap((part) =>
    Object.keys(settings[part])
      .filter((key) => !allowed[part].includes(key))
      .map((key) => unknown([part, key], allowed[part], context)),
  );
}

interface Sourced {
  readonly source: VariableSource;
  /** The application whose variable it is; undefined for workflows. */
  readonly app: string | undefined;
}

const sourcesOf = (definition: ParsedDefinition): Sourced[] => [
  ...Object.entries(definition.apps).flatMap(([app, { variables }]) =>
    Object.values(variables).map((source) => ({ source, app })),
  ),
  ...Object.values(definition.repository.variables).map((source) => ({ source, app: undefined })),
];

const settingsNamed = (sources: readonly Sourced[]): string[] => [
  ...new Set(sources.flatMap(({ source }) => (source.from === "setting" ? [source.name] : []))),
];

function missing(path: Path, because: string, context: ParseContext): PlatformError {
  const document = stackDocument(context, context.stack);
  return new PlatformError({
    code: "config/missing",
    where: document.where(path),
    problem: `is missing: ${because}`,
    fix: document.fix(path.at(-1) === "hosts" ? [...path, 0] : path, "<value>"),
  });
}

function unknown(path: Path, allowed: readonly string[], context: ParseContext): PlatformError {
  const document = stackDocument(context, context.stack);
  return new PlatformError({
    code: "config/unknown-key",
    where: document.where(path),
    problem: `unknown key "${path.at(-1)}"; allowed: ${allowed.join(", ") || "none"}.${suggestion(String(path.at(-1)), allowed)}`,
    fix: document.fix(path, undefined),
  });
}
