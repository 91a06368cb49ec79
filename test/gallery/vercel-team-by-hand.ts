import type { Hand } from "./vercel-by-hand.ts";

/** The ids of `vercel-team.ts`'s exhibits, made by hand. @param project the rich project's id */
export async function teamByHand({ team, call, secret }: Hand, project: string): Promise<Record<string, string>> {
  const webhook = await call("POST /v1/webhooks", {
    url: "https://hooks.gallery.example/vercel",
    events: ["deployment.error", "deployment.succeeded"],
    projectIds: [project],
  });
  const logs = await call("POST /v1/drains", {
    ...{ name: "logs", projects: "some", projectIds: [project], schemas: { log: { version: "v1" } } },
    delivery: {
      ...{ type: "http", endpoint: "https://logs.gallery.example/in", encoding: "ndjson" },
      ...{ headers: { "x-source": secret("vercel-header") }, secret: secret("vercel-log-drain") },
    },
    filter: {
      version: "v2",
      filter: {
        type: "basic",
        log: { sources: ["build", "edge", "lambda"] },
        deployment: { environments: ["production"] },
      },
    },
    sampling: [{ type: "head_sampling", rate: 0.5 }],
  });
  const traces = await call("POST /v1/drains", {
    ...{ name: "traces", projects: "all", schemas: { trace: { version: "v1" } } },
    delivery: {
      ...{ type: "otlphttp", endpoint: { traces: "https://otel.gallery.example/v1/traces" }, encoding: "proto" },
      ...{ headers: { authorization: secret("vercel-trace-header") }, secret: secret("vercel-trace-drain") },
    },
    sampling: [
      { type: "head_sampling", rate: 1, env: "production", requestPath: "/api" },
      { type: "head_sampling", rate: 0.1 },
    ],
  });
  const vitals = await call("POST /v1/drains", {
    ...{ name: "vitals", projects: "some", projectIds: [project], schemas: { speed_insights: { version: "v1" } } },
    delivery: {
      ...{ type: "http", endpoint: "https://rum.gallery.example/in", encoding: "json", compression: "gzip" },
      ...{ headers: { "x-tenant": secret("vercel-drain-header") }, secret: secret("vercel-drain") },
    },
    sampling: [{ type: "head_sampling", rate: 0.5 }],
  });
  const { created: shared } = await call("POST /v1/env", {
    evs: [{ key: "SHARED_FLAG", value: secret("vercel-shared"), comment: "for all" }],
    ...{ type: "encrypted", target: ["preview", "development"], projectId: [project] },
  });
  const { created: token } = await call("POST /v1/env", {
    evs: [{ key: "SHARED_TOKEN", value: secret("vercel-shared-token") }],
    ...{ type: "sensitive", target: ["production"], projectId: [project], applyToAllCustomEnvironments: true },
  });
  const records = "POST /v2/domains/gallery.example/records";
  const docs = await call(records, {
    ...{ type: "CNAME", name: "docs", value: "docs.gallery.example.net.", ttl: 300, comment: "the handbook" },
  });
  const mail = await call(records, { type: "MX", name: "", value: "mail.gallery.example.", mxPriority: 10, ttl: 60 });
  const group = await call("POST /v1/access-groups", {
    ...{ name: "Web team", projects: [{ projectId: project, role: "PROJECT_DEVELOPER" }] },
  });
  const { id: edge } = await call("POST /v1/edge-config", {
    slug: "gallery",
    items: { greeting: "good morning", switches: { maintenance: false, rate: 0.5 } },
  });
  return {
    vercelEdgeConfig: `${team}/${edge}`,
    vercelEdgeText: `${team}/${edge}/greeting`,
    vercelEdgeSwitches: `${edge}/switches`,
    vercelAccessGroup: `${team}/${group.accessGroupId}`,
    vercelAccess: `${team}/${group.accessGroupId}/${project}`,
    vercelWebhook: `${team}/${webhook.id}`,
    vercelLogDrain: `${team}/${logs.id}`,
    vercelTraceDrain: traces.id,
    vercelDrain: `${team}/${vitals.id}`,
    vercelShared: `${team}/${shared[0].id}`,
    vercelSharedSensitive: token[0].id,
    vercelRecord: `${team}/${docs.uid}`,
    vercelRecordMail: mail.uid,
  };
}
