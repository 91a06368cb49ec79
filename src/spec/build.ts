import { absoluteHost, appSpec } from "./app.ts";
import { secretsOf } from "./catalogue.ts";
import type { ParseContext } from "./context.ts";
import { databaseSpec } from "./database.ts";
import type { ParsedDefinition } from "./definition.ts";
import { environmentOf } from "./environment.ts";
import { mobileSpec } from "./mobile.ts";
import { analyticsSpec, errorsSpec } from "./monitoring.ts";
import type { OptOut } from "./optout.ts";
import { measuredApp, type PerformanceSpec, performanceSpec } from "./performance.ts";
import type { PlatformSpec, Sibling } from "./platform.ts";
import { valueAt } from "./problems.ts";
import { type ReleaseSpec, releaseSpec } from "./release.ts";
import { repositorySpec } from "./repository.ts";
import type { SecretSpec } from "./secrets.ts";
import { type EnvironmentSettings, environmentSettings } from "./settings.ts";
import type { VariableSource } from "./variables.ts";

/** Puts a valid definition and valid settings together. @throws PlatformError for a name that its vendor would refuse. */
export function buildSpec(
  definition: ParsedDefinition,
  settings: EnvironmentSettings,
  context: ParseContext,
): PlatformSpec {
  const environment = environmentOf({ ...settings, approvers: settings.deployments.approvers.length });
  const { ownsRepository: owns, ownsSharedProjects } = environment;
  const facts = {
    platform: definition.name,
    stack: context.stack,
    domain: definition.domain,
    owns,
    ownsSharedProjects,
  };
  const secrets = secretsOf(definition, settings.kind, Object.keys(context.secrets));
  const given = givenSecrets(secrets, context);
  const apps = Object.entries(definition.apps).map(([key, app]) => {
    const spec = appSpec(key, app, facts, settings);
    return { ...spec, variables: spec.variables.filter(({ source }) => isGiven(source, given)) };
  });
  const { supabase, sentry, posthog } = settings.owners;
  const stacks = universe(settings, context);
  const release = releaseSpec(definition.release, definition.repository, stacks);
  return {
    name: definition.name,
    title: definition.title ?? definition.name,
    stack: context.stack,
    domain: definition.domain,
    environment,
    protects: environment.protectsData && settings.optOuts.protection === undefined,
    repository: repositorySpec(definition.repository, facts, settings, stacks, release),
    apps,
    database:
      definition.database && supabase && settings.database
        ? databaseSpec(definition.database, facts, supabase, settings.database, settings, apps)
        : undefined,
    errors:
      !("reason" in definition.errors) && sentry ? errorsSpec(definition.errors, facts, sentry, settings) : undefined,
    analytics:
      definition.analytics && posthog && settings.analytics
        ? analyticsSpec(definition.analytics, facts, posthog, settings.analytics, settings)
        : undefined,
    performance: measured(definition, release, stacks, context),
    mobile: definition.mobile && mobileSpec(definition.mobile, release),
    release,
    secrets,
    settings: settings.settings,
    adopt: settings.adopt,
    optOuts: optOuts(definition, settings),
    siblings: siblings(definition, settings, context),
  };
}

/** Measured where releases are tried; nothing is on a laptop, where nothing is tried. */
function measured(
  { performance, apps, domain }: ParsedDefinition,
  { staging }: ReleaseSpec,
  stacks: ReadonlyMap<string, EnvironmentSettings>,
  context: ParseContext,
): PerformanceSpec | undefined {
  const app = performance && measuredApp(performance, Object.keys(apps));
  const settings = staging.stack === undefined ? undefined : stacks.get(staging.stack);
  if (performance === undefined || app === undefined || staging.stack === undefined || settings === undefined)
    return undefined;
  return performanceSpec(performance, app, domain, { stack: staging.stack, settings }, context);
}

/** Names of the secrets that variables may refer to here. Before values are there, what is required counts as given. */
function givenSecrets(secrets: readonly SecretSpec[], context: ParseContext): ReadonlySet<string> {
  const pending = context.source !== "effective";
  return new Set(secrets.filter((secret) => secret.isSet || (pending && secret.required)).map((secret) => secret.name));
}

/** A variable whose secret is not for this environment, or optional and not set, does not exist here. */
const isGiven = (source: VariableSource, given: ReadonlySet<string>): boolean =>
  source.from !== "secret" || given.has(source.name);

/** The stacks whose GitHub environments live in one repository: the real ones together, a loopback one alone. */
export function universe(
  settings: EnvironmentSettings,
  context: ParseContext,
): ReadonlyMap<string, EnvironmentSettings> {
  const others = Object.entries(context.stacks).flatMap(([stack, data]) => {
    if (stack === context.stack || settings.vendors !== "real" || valueAt(data, ["vendors"]) !== "real") return [];
    const parsed = environmentSettings.safeParse(data);
    return parsed.success ? [[stack, parsed.data] as const] : [];
  });
  return new Map([[context.stack, settings] as const, ...others].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function siblings(definition: ParsedDefinition, settings: EnvironmentSettings, context: ParseContext): Sibling[] {
  return [...universe(settings, context)].flatMap(([stack, { apps, adopt, names }]) => {
    if (stack === context.stack) return [];
    const hosts = Object.values(apps).flatMap((app) =>
      app.hosts.flatMap((host) => absoluteHost(host, definition.domain) ?? []),
    );
    return [{ stack, ids: [...Object.values(adopt), ...Object.values(names)], hosts }];
  });
}

function optOuts(definition: ParsedDefinition, settings: EnvironmentSettings): OptOut[] {
  const functions = Object.entries(definition.database?.functions ?? {}).flatMap(([slug, { verifyJwt }]) =>
    verifyJwt === true ? [] : [{ what: `functions.${slug}.verifyJwt`, reason: verifyJwt.reason }],
  );
  const { protection } = settings.optOuts;
  const pipelines = Object.entries(definition.release?.without ?? {}).map(([name, { reason }]) => ({
    what: `release.${name}`,
    reason,
  }));
  return [
    ...("reason" in definition.errors ? [{ what: "errors", reason: definition.errors.reason }] : []),
    ...functions,
    ...pipelines,
    ...(protection === undefined ? [] : [{ what: "protection", reason: protection.reason }]),
  ];
}
