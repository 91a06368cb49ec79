import type * as pulumi from "@pulumi/pulumi";
import { logicalName } from "../spec/names.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import { type Consumer, consumedBy } from "../spec/secrets.ts";
import type { VariableSource } from "../spec/variables.ts";
import { pins } from "../workflows/pins.ts";
import { previewSecrets } from "../workflows/pipelines.ts";
import { repositoryFiles } from "../workflows/repository-files.ts";
import { Component, laws, type Rules } from "./component.ts";
import { facts, outputsOf } from "./facts.ts";
import { Deployment } from "./github/deployment.ts";
import { GitHubProvider } from "./github/provider.ts";
import { Repository } from "./github/repository.ts";
import { Analytics, PostHogProvider } from "./posthog/analytics.ts";
import { Errors, SentryProvider } from "./sentry/errors.ts";
import { Database, SupabaseProvider } from "./supabase/database.ts";
import { type SecretValue, type Standing, valueBehind } from "./values.ts";
import { App, VercelProvider } from "./vercel/app.ts";

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

    const github = this.github();
    const repository = this.repository(github);
    const database = this.database();
    const errors = this.errors();
    const analytics = this.analytics();
    const apps = this.apps({ database, errors, analytics });
    const standing = { database, errors, analytics, apps };
    this.deployments(github, repository, standing);

    law.finish();
    this.outputs = outputsOf(spec, repository, standing);
    this.registerOutputs(this.outputs);
  }

  private github(): GitHubProvider {
    const { repository, environment } = this.spec;
    const args = { owner: repository.owner, patient: !environment.usesLoopback };
    return new GitHubProvider(this.named("github"), args, this.child);
  }

  /** The repository and what stands in it for all environments; another stack's business unless this one owns it. */
  private repository(github: GitHubProvider): Repository | undefined {
    if (!this.spec.environment.ownsRepository) return undefined;
    const args = {
      spec: this.spec.repository,
      files: repositoryFiles(this.spec),
      actions: Object.keys(pins),
      updateSecrets: this.secretsFor("dependabot"),
    };
    return new Repository(this.named("repository"), args, this.rules, this.through(github));
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
    return new Database(this.named("database"), args, this.rules, this.through(provider));
  }

  private errors(): Errors | undefined {
    const { errors: spec } = this.spec;
    if (spec === undefined) return undefined;
    const provider = new SentryProvider(this.named("sentry"), {}, this.child);
    return new Errors(this.named("errors"), { spec }, this.rules, this.through(provider));
  }

  private analytics(): Analytics | undefined {
    const { analytics: spec, apps } = this.spec;
    if (spec === undefined) return undefined;
    const provider = new PostHogProvider(this.named("posthog"), { organizationId: spec.organization }, this.child);
    const args = { spec, appUrls: apps.flatMap(({ url }) => url ?? []) };
    return new Analytics(this.named("analytics"), args, this.rules, this.through(provider));
  }

  private apps(standing: Standing): ReadonlyMap<string, App> {
    const { apps, repository, release, stack } = this.spec;
    const isLive = release.pipelines.includes("deploy-production") && release.production.stack === stack;
    if (apps.length === 0) return new Map();
    const team = apps[0]?.team;
    const provider = new VercelProvider(this.named("vercel"), team === undefined ? {} : { team }, this.child);
    return new Map(
      apps.map((spec) => {
        const args = {
          spec,
          repository: spec.deploys === "git" ? `${repository.owner}/${repository.name}` : undefined,
          promotes: isLive && release.production.strategy === "promote" && spec.deploys === "ci",
          valueOf: (source: VariableSource) => valueBehind(source, this.spec, this.secret, { ...standing, self: spec }),
        };
        return [spec.key, new App(this.named(spec.key), args, this.rules, this.through(provider))];
      }),
    );
  }

  /** Inside this stack's own GitHub environment, and that of the pull requests that are deployed to it; the owner of the repository declares both. */
  private deployments(github: GitHubProvider, owned: Repository | undefined, standing: Standing): void {
    const { repository, stack } = this.spec;
    const secrets = this.secretsFor("workflow", "ci");
    const inside = (environment: string) => ({
      repository: owned?.repositoryName ?? repository.name,
      environment: owned?.environmentNames.get(environment) ?? environment,
    });
    const args = {
      ...inside(repository.environmentName),
      secrets,
      variables: Object.fromEntries(
        repository.variables.map(({ name, source }) => [name, valueBehind(source, this.spec, this.secret, standing)]),
      ),
    };
    new Deployment(this.named("deployment"), args, this.rules, this.through(github));

    const previews = repository.previewEnvironment;
    if (previews?.stack !== stack) return;
    const read = previewSecrets(this.spec);
    const few = Object.fromEntries(Object.entries(secrets).filter(([name]) => read.has(name)));
    const theirs = { ...inside(previews.name), secrets: few, variables: {} };
    new Deployment(this.named("preview"), theirs, this.rules, this.through(github));
  }

  private secretsFor(...readers: readonly Consumer[]): Record<string, pulumi.Output<string>> {
    const given = consumedBy(this.spec.secrets, ...readers).filter(({ isSet }) => isSet);
    return Object.fromEntries(given.map(({ name }) => [name, this.secret(name)]));
  }

  /** Options of a part: under the platform, by its vendor's one provider instance. */
  private through(provider: pulumi.ProviderResource): pulumi.ComponentResourceOptions {
    return { ...this.child, providers: [provider] };
  }
}
