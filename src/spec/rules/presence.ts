import { PlatformError } from "../../errors.ts";
import { stackDocument } from "../context.ts";
import { suggestion } from "../nearest.ts";
import type { Path } from "../problems.ts";
import type { Rule } from "./rule.ts";

/** The stack file says what the definition needs, and nothing about things that the definition does not have. */
export const presenceRule: Rule = ({ definition, settings, context }) => {
  if (definition === undefined || settings === undefined) return [];
  const document = stackDocument(context, context.stack);
  const missing = (path: Path, because: string): PlatformError =>
    new PlatformError({
      code: "config/missing",
      where: document.where(path),
      problem: `is missing: ${because}`,
      fix: document.fix(path, "<value>"),
    });
  const unknown = (path: Path, allowed: readonly string[]): PlatformError =>
    new PlatformError({
      code: "config/unknown-key",
      where: document.where(path),
      problem: `unknown key "${path.at(-1)}"; allowed: ${allowed.join(", ") || "none"}.${suggestion(String(path.at(-1)), allowed)}`,
      fix: document.fix(path, undefined),
    });

  const apps = Object.keys(definition.apps);
  const sources = [
    ...Object.values(definition.apps).map((app) => app.variables),
    definition.repository.variables,
  ].flatMap((variables) => Object.values(variables));
  const used = new Set(sources.flatMap((source) => (source.from === "setting" ? [source.name] : [])));
  const usesTeam = sources.some((source) => source.from === "app" && source.property === "teamId");
  const nameable = [
    ...apps.map((app) => `${app}-project`),
    "database-project",
    "errors-project",
    "errors-team",
    "analytics-project",
  ];
  const needed: readonly [boolean, boolean, Path, string][] = [
    [usesTeam, settings.owners.vercel !== undefined, ["owners", "vercel"], "a variable reads the team's id"],
    [definition.database !== undefined, settings.database !== undefined, ["database"], "the platform has a database"],
    [
      definition.database !== undefined,
      settings.owners.supabase !== undefined,
      ["owners", "supabase"],
      "the platform has a database",
    ],
    [
      !("reason" in definition.errors),
      settings.owners.sentry !== undefined,
      ["owners", "sentry"],
      "the platform tracks errors",
    ],
    [definition.analytics !== undefined, settings.analytics !== undefined, ["analytics"], "the platform has analytics"],
    [
      definition.analytics !== undefined,
      settings.owners.posthog !== undefined,
      ["owners", "posthog"],
      "the platform has analytics",
    ],
  ];
  const relative = Object.entries(settings.apps).flatMap(([app, { hosts }]) =>
    hosts.flatMap((host, index) =>
      host.includes(".") || definition.domain !== undefined ? [] : [["apps", app, "hosts", index] as const],
    ),
  );
  return [
    ...needed.flatMap(([wanted, given, path, because]) => (wanted && !given ? [missing(path, because)] : [])),
    ...[...used]
      .filter((name) => settings.settings[name] === undefined)
      .map((name) => missing(["settings", name], "a variable reads it")),
    ...apps
      .filter((app) => settings.apps[app] === undefined)
      .map((app) => missing(["apps", app], `the platform has the application "${app}"`)),
    ...Object.keys(settings.apps)
      .filter((app) => !apps.includes(app))
      .map((app) => unknown(["apps", app], apps)),
    ...Object.keys(settings.settings)
      .filter((name) => !used.has(name))
      .map((name) => unknown(["settings", name], [...used])),
    ...Object.keys(settings.names)
      .filter((name) => !nameable.includes(name))
      .map((name) => unknown(["names", name], nameable)),
    ...relative.map((path) => missing(path, `a relative host needs the domain of ${context.definitionFile}`)),
  ];
};
