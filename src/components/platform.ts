import * as pulumi from "@pulumi/pulumi";
import type { AppSpec } from "../spec/app.ts";
import { logicalName } from "../spec/names.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import { type Consumer, consumedBy } from "../spec/secrets.ts";
import type { VariableSource } from "../spec/variables.ts";
import { ciWorkflow } from "../workflows/ci.ts";
import { renderWorkflow } from "../workflows/render.ts";
import { Component, laws, type Rules } from "./component.ts";
import { Deployment } from "./github/deployment.ts";
import { GitHubProvider } from "./github/provider.ts";
import { Repository } from "./github/repository.ts";
import { Analytics, PostHogProvider } from "./posthog/analytics.ts";
import { Errors, SentryProvider } from "./sentry/errors.ts";
import { Database, SupabaseProvider } from "./supabase/database.ts";
import { App, VercelProvider } from "./vercel/app.ts";

/** The value of a secret of the catalogue, by name. */
export type SecretValue = (name: string) => pulumi.Output<string>;

/** What stands already, for those that come after. */
interface Standing {
  readonly database?: Database | undefined;
  readonly errors?: Errors | undefined;
  readonly analytics?: Analytics | undefined;
  readonly apps?: ReadonlyMap<string, App>;
  /** The application whose own variables are being made. */
  readonly self?: AppSpec;
}

/**
 * The platform in one environment. The only place where vendors meet: one's Outputs are the next one's inputs, and that
 * alone decides the order in which things are made.
 */
export class Platform extends Component {
  readonly outputs: Readonly<Record<string, pulumi.Input<unknown>>>;
  private readonly spec: PlatformSpec;
  private readonly secret: SecretValue;
  private readonly rules: Rules;

  constructor(spec: PlatformSpec, secret: SecretValue) {
    const rules = { protects: spec.protects, adopt: spec.adopt };
    const law = laws(rules);
    super("groundplan:index:Platform", logicalName(spec.name), facts(spec, secret), rules, {
      transformations: [law.transformation],
    });
    this.spec = spec;
    this.secret = secret;
    this.rules = rules;

    const github = new GitHubProvider(
      this.named("github"),
      { owner: spec.repository.owner, patient: !spec.environment.usesLoopback },
      this.child,
    );
    const repository = this.repository(github);
    const database = this.database();
    const errors = this.errors();
    const analytics = this.analytics();
    const apps = this.apps({ database, errors, analytics });
    this.deployment(github, repository, { database, errors, analytics, apps });

    law.finish();
    this.outputs = outputsOf(spec, { repository, database, errors, analytics, apps });
    this.registerOutputs(this.outputs);
  }

  private repository(github: GitHubProvider): Repository | undefined {
    if (!this.spec.environment.ownsRepository) return undefined;
    const files = [renderWorkflow(ciWorkflow(this.spec), "the platform's definition")];
    const args = { spec: this.spec.repository, files };
    return new Repository(this.named("repository"), args, this.rules, { ...this.child, providers: [github] });
  }

  private database(): Database | undefined {
    const { database: spec, environment } = this.spec;
    if (spec === undefined) return undefined;
    const provider = new SupabaseProvider(this.named("supabase"), this.child);
    const args = {
      spec,
      password: this.secret("SUPABASE_DB_PASSWORD"),
      functionVariables: { APP_ENV: environment.appEnv, ...this.secretsFor("function") },
    };
    return new Database(this.named("database"), args, this.rules, { ...this.child, providers: [provider] });
  }

  private errors(): Errors | undefined {
    const { errors: spec } = this.spec;
    if (spec === undefined) return undefined;
    const provider = new SentryProvider(this.named("sentry"), {}, this.child);
    return new Errors(this.named("errors"), { spec }, this.rules, { ...this.child, providers: [provider] });
  }

  private analytics(): Analytics | undefined {
    const { analytics: spec, apps } = this.spec;
    if (spec === undefined) return undefined;
    const provider = new PostHogProvider(this.named("posthog"), { organizationId: spec.organization }, this.child);
    const args = { spec, appUrls: apps.flatMap(({ url }) => url ?? []) };
    return new Analytics(this.named("analytics"), args, this.rules, { ...this.child, providers: [provider] });
  }

  private apps(standing: Standing): ReadonlyMap<string, App> {
    const { apps, repository } = this.spec;
    if (apps.length === 0) return new Map();
    const team = apps[0]?.team;
    const provider = new VercelProvider(this.named("vercel"), team === undefined ? {} : { team }, this.child);
    return new Map(
      apps.map((spec) => {
        const args = {
          spec,
          repository: spec.deploys === "git" ? `${repository.owner}/${repository.name}` : undefined,
          valueOf: (source: VariableSource) => this.valueBehind(source, { ...standing, self: spec }),
        };
        return [spec.key, new App(this.named(spec.key), args, this.rules, { ...this.child, providers: [provider] })];
      }),
    );
  }

  /** Inside this stack's own GitHub environment, which the owner of the repository declares. */
  private deployment(github: GitHubProvider, owned: Repository | undefined, standing: Standing): Deployment {
    const { repository, stack } = this.spec;
    const args = {
      repository: owned?.repositoryName ?? repository.name,
      environment: owned?.environmentNames.get(stack) ?? repository.environmentName,
      secrets: this.secretsFor("workflow", "ci"),
      variables: Object.fromEntries(
        repository.variables.map(({ name, source }) => [name, this.valueBehind(source, standing)]),
      ),
    };
    return new Deployment(this.named("deployment"), args, this.rules, { ...this.child, providers: [github] });
  }

  private secretsFor(...readers: readonly Consumer[]): Record<string, pulumi.Output<string>> {
    const given = consumedBy(this.spec.secrets, ...readers).filter(({ isSet }) => isSet);
    return Object.fromEntries(given.map(({ name }) => [name, this.secret(name)]));
  }

  /** The value behind a reference. Parsing has seen to it that whatever it names is declared. */
  private valueBehind(
    source: VariableSource,
    { database, errors, analytics, apps, self }: Standing,
  ): pulumi.Input<string> {
    switch (source.from) {
      case "literal":
        return source.value;
      case "appEnv":
        return this.spec.environment.appEnv;
      case "setting":
        return standing(this.spec.settings[source.name], `the setting ${source.name}`);
      case "secret":
        return this.secret(source.name);
      case "database":
        return standing(database, "the database")[source.property];
      case "app":
        return this.appValue(source.property, source.app, apps, self);
      case "errors":
        return standing(errors, "error tracking")[source.property];
      case "analytics":
        return standing(analytics, "analytics")[source.property];
    }
  }

  private appValue(
    property: "url" | "host" | "projectId" | "teamId",
    key: string | undefined,
    apps: ReadonlyMap<string, App> | undefined,
    self: AppSpec | undefined,
  ): pulumi.Input<string> {
    const spec = standing(
      this.spec.apps.find((app) => app.key === key) ?? self ?? this.spec.apps[0],
      "the application",
    );
    if (property === "url") return standing(spec.url, `the address of ${spec.key}`);
    if (property === "host") return standing(spec.hosts[0], `the host of ${spec.key}`);
    if (property === "teamId") return standing(spec.team, "the team");
    return standing(apps?.get(spec.key), spec.key).projectId;
  }
}

function standing<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is referred to before it stands`);
  return value;
}

/** What policies must know: they are told nothing else about the stack, and see these as the component's arguments. */
function facts(spec: PlatformSpec, secret: SecretValue): pulumi.Inputs {
  const given = spec.secrets.filter(({ isSet }) => isSet);
  return {
    environment: { ...spec.environment },
    optOuts: spec.optOuts.map((each) => ({ ...each })),
    requiredSecrets: spec.secrets
      .filter(({ required }) => required)
      .map(({ name, format: { pattern, description } }) => ({ name, pattern, description })),
    secrets: pulumi.secret(Object.fromEntries(given.map(({ name }) => [name, secret(name)]))),
    siblings: spec.siblings.map(({ stack, ids, hosts }) => ({ stack, ids: [...ids], hosts: [...hosts] })),
  };
}

/** What a person or the next program wants to know: names and addresses of what stands. Nothing in it is secret. */
function outputsOf(
  spec: PlatformSpec,
  {
    repository,
    database,
    errors,
    analytics,
    apps = new Map(),
  }: Standing & { readonly repository: Repository | undefined },
): Record<string, pulumi.Input<unknown>> {
  return {
    platform: spec.name,
    environment: spec.environment.kind,
    apps: Object.fromEntries([...apps].map(([key, app]) => [key, { url: app.url, project: app.projectId }])),
    ...(database === undefined ? {} : { database: { ref: database.ref, url: database.url } }),
    ...(errors === undefined ? {} : { errors: { url: errors.url, dsn: errors.dsn } }),
    ...(analytics === undefined ? {} : { analytics: { project: analytics.projectId, host: analytics.host } }),
    repository: repository?.url ?? `https://github.com/${spec.repository.owner}/${spec.repository.name}`,
    optOuts: spec.optOuts.map((each) => ({ ...each })),
  };
}
