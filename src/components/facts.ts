import * as pulumi from "@pulumi/pulumi";
import type { PlatformSpec } from "../spec/platform.ts";
import type { Repository } from "./github/repository.ts";
import type { SecretValue, Standing } from "./values.ts";

/** What policies must know: they are told nothing else about the stack, and see these as the root component's arguments. */
export function facts(spec: PlatformSpec, secret: SecretValue): pulumi.Inputs {
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
export function outputsOf(
  spec: PlatformSpec,
  repository: Repository | undefined,
  { database, errors, analytics, apps = new Map() }: Standing,
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
