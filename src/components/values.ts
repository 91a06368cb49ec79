import type * as pulumi from "@pulumi/pulumi";
import type { AppSpec } from "../spec/app.ts";
import type { PlatformSpec } from "../spec/platform.ts";
import type { VariableSource } from "../spec/variables.ts";
import type { Analytics } from "./posthog/analytics.ts";
import type { Errors } from "./sentry/errors.ts";
import type { Database } from "./supabase/database.ts";
import type { App } from "./vercel/app.ts";

/** The value of a secret of the catalogue, by name. */
export type SecretValue = (name: string) => pulumi.Output<string>;

/** What stands already, for those that come after. */
export interface Standing {
  readonly database?: Database | undefined;
  readonly errors?: Errors | undefined;
  readonly analytics?: Analytics | undefined;
  readonly apps?: ReadonlyMap<string, App>;
  /** The application whose own variables are being made. */
  readonly self?: AppSpec;
}

/** The value behind a variable's reference. Parsing has seen to it that whatever it names is declared. */
export function valueBehind(
  source: VariableSource,
  spec: PlatformSpec,
  secret: SecretValue,
  { database, errors, analytics, apps, self }: Standing,
): pulumi.Input<string> {
  switch (source.from) {
    case "literal":
      return source.value;
    case "appEnv":
      return spec.environment.appEnv;
    case "setting":
      return there(spec.settings[source.name], `the setting ${source.name}`);
    case "secret":
      return secret(source.name);
    case "database":
      return there(database, "the database")[source.property];
    case "errors":
      return there(errors, "error tracking")[source.property];
    case "analytics":
      return there(analytics, "analytics")[source.property];
    case "app": {
      const named = source.app === undefined ? (self ?? spec.apps[0]) : spec.apps.find(({ key }) => key === source.app);
      return appValue(there(named, "the application"), source.property, apps);
    }
  }
}

function appValue(
  spec: AppSpec,
  property: "url" | "host" | "projectId" | "teamId",
  apps: ReadonlyMap<string, App> | undefined,
): pulumi.Input<string> {
  switch (property) {
    case "url":
      return there(spec.url, `the address of ${spec.key}`);
    case "host":
      return there(spec.hosts[0], `the host of ${spec.key}`);
    case "teamId":
      return there(spec.team, "the team");
    case "projectId":
      return there(apps?.get(spec.key), spec.key).projectId;
  }
}

function there<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is referred to before it stands`);
  return value;
}
