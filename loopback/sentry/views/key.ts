import type { ClientKey, Project } from "../state.ts";

/** A client key with its addresses: `https://<key>@o<organisation>.ingest.us.sentry.io/<project>` is the public one. */
export function keyView(project: Project, key: ClientKey): object {
  const host = `o${project.orgId}.ingest.us.sentry.io`;
  const intake = `https://${host}/api/${project.id}`;
  return {
    id: key.id,
    name: key.name,
    label: key.name,
    public: key.id,
    secret: key.secret.$secret,
    projectId: Number(project.id),
    isActive: key.isActive,
    rateLimit: key.rateLimit,
    dsn: {
      secret: `https://${key.id}:${key.secret.$secret}@${host}/${project.id}`,
      public: `https://${key.id}@${host}/${project.id}`,
      csp: `${intake}/csp-report/?sentry_key=${key.id}`,
      security: `${intake}/security/?sentry_key=${key.id}`,
      minidump: `${intake}/minidump/?sentry_key=${key.id}`,
      nel: `${intake}/nel/?sentry_key=${key.id}`,
      unreal: `${intake}/unreal/${key.id}/`,
      crons: `${intake}/cron/___MONITOR_SLUG___/${key.id}/`,
      cdn: `https://js.sentry-cdn.com/${key.id}.min.js`,
      playstation: `${intake}/playstation/?sentry_key=${key.id}`,
      integration: `${intake}/integration/`,
      otlp_traces: `${intake}/integration/otlp/v1/traces`,
      otlp_logs: `${intake}/integration/otlp/v1/logs`,
    },
    browserSdkVersion: key.browserSdkVersion,
    browserSdk: {
      choices: [
        ["latest", "latest"],
        ["7.x", "7.x"],
      ],
    },
    dateCreated: key.dateCreated,
    dynamicSdkLoaderOptions: key.dynamicSdkLoaderOptions,
    useCase: key.useCase,
  };
}
