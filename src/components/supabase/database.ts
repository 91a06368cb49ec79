import * as pulumi from "@pulumi/pulumi";
import { ApiSettings, AuthSettings, EdgeFunction, FunctionSecret, Migrations, Project } from "@pulumiverse/supabase";
import type { DatabaseSpec, FunctionSpec } from "../../spec/database.ts";
import { Component, type Rules } from "../component.ts";

/** Where Supabase is and the token for it come from the environment. */
export class SupabaseProvider extends pulumi.ProviderResource {
  constructor(name: string, opts?: pulumi.ResourceOptions) {
    super("supabase", name, {}, opts);
  }
}

/** The Supabase project: database, its schema, its API, sign-in, edge functions and what they may read. */
export class Database extends Component {
  readonly ref: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  readonly publishableKey: pulumi.Output<string>;
  readonly secretKey: pulumi.Output<string>;

  constructor(
    name: string,
    args: {
      readonly spec: DatabaseSpec;
      readonly password: pulumi.Output<string>;
      /** What every edge function reads from its environment. */
      readonly functionVariables: Readonly<Record<string, pulumi.Input<string>>>;
    },
    rules: Rules,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("groundplan:index:Database", name, {}, rules, opts);
    const { spec, password, functionVariables } = args;

    const project = this.project(spec, password);
    this.migrations(spec, project);
    this.auth(spec, project.ref);
    this.api(spec, project.ref);
    for (const [variable, value] of Object.entries(functionVariables))
      this.functionVariable(project.ref, variable, value);
    for (const each of spec.functions) this.edgeFunction(spec, project.ref, each);

    this.ref = project.ref;
    this.url = project.url;
    this.publishableKey = known(project.publishableKey);
    this.secretKey = known(project.secretKey);
    this.registerOutputs({ ref: this.ref, url: this.url });
  }

  private project(spec: DatabaseSpec, databasePassword: pulumi.Output<string>): Project {
    return new Project(
      this.named("project"),
      {
        organizationId: spec.organization,
        name: spec.projectName,
        region: spec.region,
        instanceSize: spec.size,
        databasePassword,
        legacyApiKeysEnabled: false,
      },
      this.stateful,
    );
  }

  /** The schema; it is changed by nothing else, and its drift is found by every preview. */
  private migrations(spec: DatabaseSpec, project: Project): Migrations {
    return new Migrations(
      this.named("migrations"),
      {
        projectRef: project.ref,
        directory: `${spec.directory}/migrations`,
        databasePassword: project.databasePassword,
        exposedSchemas: [...spec.exposedSchemas],
      },
      this.child,
    );
  }

  private auth({ auth }: DatabaseSpec, projectRef: pulumi.Output<string>): AuthSettings {
    return new AuthSettings(
      this.named("auth"),
      {
        projectRef,
        ...(auth.siteUrl === undefined ? {} : { siteUrl: auth.siteUrl }),
        additionalRedirectUrls: [...auth.redirects],
        jwtExp: auth.tokenSeconds,
        disableSignup: !auth.signUp,
        passwordMinLength: auth.minimumPasswordLength,
        mailer: { autoconfirm: !auth.confirmEmail },
      },
      this.child,
    );
  }

  private api(spec: DatabaseSpec, projectRef: pulumi.Output<string>): ApiSettings {
    return new ApiSettings(
      this.named("api"),
      {
        projectRef,
        schemas: [...spec.exposedSchemas],
        extraSearchPath: [...spec.searchPath],
        maxRows: spec.maxRows,
      },
      this.child,
    );
  }

  private functionVariable(
    projectRef: pulumi.Output<string>,
    name: string,
    value: pulumi.Input<string>,
  ): FunctionSecret {
    return new FunctionSecret(this.named("secret", name), { projectRef, name, value }, this.child);
  }

  private edgeFunction(
    spec: DatabaseSpec,
    projectRef: pulumi.Output<string>,
    { slug, verifyJwt, reason }: FunctionSpec,
  ): EdgeFunction {
    return new EdgeFunction(
      this.named("function", slug),
      {
        projectRef,
        slug,
        directory: spec.directory,
        entrypoint: `functions/${slug}/index.ts`,
        verifyJwt,
        ...(reason === undefined ? {} : { verifyJwtReason: reason }),
      },
      this.child,
    );
  }
}

/** The provider makes both keys when a project has none, so one is missing only when somebody takes them all away meanwhile. */
function known(key: pulumi.Output<string | undefined> | undefined): pulumi.Output<string> {
  return pulumi.output(key).apply((value) => {
    if (value !== undefined) return value;
    throw new pulumi.RunError(
      "Supabase told no API key of the project; make one under Project Settings, API Keys, then run this again.",
    );
  });
}
