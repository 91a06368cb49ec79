import * as vercel from "../../providers/vercel/sdk.ts";
import type { Wall } from "./vercel.ts";
import type { Projects } from "./vercel-projects.ts";

/** What belongs to the team: webhooks, drains, shared variables, DNS records. */
export function hangTeam({ hang, turn, secret, team, opts }: Wall, { project, plain }: Projects): void {
  const both = [project.id, plain.id];
  hang(
    "vercelWebhook",
    vercel.Webhook,
    {
      teamId: team,
      endpoint: "https://hooks.gallery.example/vercel",
      events: ["deployment.succeeded", "deployment.error"],
      projectIds: [project.id],
    },
    opts,
  );
  hang(
    "vercelLogDrain",
    vercel.LogDrain,
    {
      ...{ teamId: team, name: turn("logs", "all logs"), projectIds: turn([project.id], both) },
      secret: turn(secret("vercel-log-drain"), secret("vercel-log-drain-2")),
      endpoint: turn("https://logs.gallery.example/in", "https://logs.gallery.example/new"),
      deliveryFormat: turn("ndjson", "json"),
      headers: turn({ "x-source": secret("vercel-header") }, { "x-source": secret("vercel-header-2") }),
      sources: turn(["lambda", "edge", "build"], ["firewall", "static"]),
      environments: turn(["production"], ["production", "preview"]),
      samplingRate: turn(0.5, 1),
    },
    opts,
  );
  hang(
    "vercelTraceDrain",
    vercel.TraceDrain,
    {
      ...{ name: turn("traces", "all traces"), projectIds: turn(undefined, both) },
      headers: { authorization: turn(secret("vercel-trace-header"), secret("vercel-trace-header-2")) },
      endpoint: turn("https://otel.gallery.example/v1/traces", "https://otel.gallery.example/in/v1/traces"),
      deliveryFormat: turn("proto", "json"),
      samplingRules: turn(
        [{ rate: 1, environment: "production", requestPath: "/api" }, { rate: 0.1 }],
        [{ rate: 0.25, environment: "preview" }],
      ),
      secret: turn(secret("vercel-trace-drain"), secret("vercel-trace-drain-2")),
    },
    opts,
  );
  hang(
    "vercelDrain",
    vercel.Drain,
    {
      ...{ teamId: team, name: turn("vitals", "web vitals"), schema: "speed_insights" },
      endpoint: turn("https://rum.gallery.example/in", "https://rum.gallery.example/new"),
      deliveryFormat: turn("json", "ndjson"),
      compression: turn("gzip", "none"),
      projectIds: turn([project.id], undefined),
      headers: { "x-tenant": turn(secret("vercel-drain-header"), secret("vercel-drain-header-2")) },
      secret: turn(secret("vercel-drain"), secret("vercel-drain-2")),
      samplingRules: [{ rate: turn(0.5, 0.75) }],
    },
    opts,
  );
  hang(
    "vercelShared",
    vercel.SharedEnvironmentVariable,
    {
      ...{ teamId: team, sensitive: false, projectIds: turn([project.id], both) },
      key: turn("SHARED_FLAG", "SHARED_SWITCH"),
      value: turn(secret("vercel-shared"), secret("vercel-shared-2")),
      targets: turn(["development", "preview"], ["development"]),
      comment: turn("for all", "for everybody"),
    },
    opts,
  );
  hang(
    "vercelSharedSensitive",
    vercel.SharedEnvironmentVariable,
    {
      ...{ key: "SHARED_TOKEN", sensitive: true, projectIds: [project.id], targets: ["production"] },
      value: turn(secret("vercel-shared-token"), secret("vercel-shared-token-2")),
      applyToAllCustomEnvironments: true,
    },
    opts,
  );
  // No TXT and no SRV here: Vercel's description contradicts itself there, so no request can satisfy it.
  hang(
    "vercelRecord",
    vercel.DnsRecord,
    {
      ...{ teamId: team, domain: "gallery.example", type: "CNAME" },
      name: turn("docs", "manual"),
      value: turn("docs.gallery.example.net.", "manual.gallery.example.net."),
      ttl: turn(300, 600),
      comment: turn("the handbook", "the manual"),
    },
    opts,
  );
  hang(
    "vercelRecordMail",
    vercel.DnsRecord,
    { domain: "gallery.example", type: "MX", value: "mail.gallery.example.", mxPriority: turn(10, 20) },
    opts,
  );

  const group = hang(
    "vercelAccessGroup",
    vercel.AccessGroup,
    { teamId: team, name: turn("Web team", "Site team") },
    opts,
  );
  hang(
    "vercelAccess",
    vercel.AccessGroupProject,
    {
      ...{ teamId: team, accessGroupId: group.accessGroupId, projectId: project.id },
      role: turn("PROJECT_DEVELOPER", "PROJECT_VIEWER"),
    },
    opts,
  );

  const config = hang(
    "vercelEdgeConfig",
    vercel.EdgeConfig,
    { teamId: team, name: turn("gallery", "gallery-new") },
    opts,
  );
  const edgeConfigId = config.edgeConfigId;
  hang(
    "vercelEdgeText",
    vercel.EdgeConfigItem,
    { teamId: team, edgeConfigId, key: "greeting", value: turn("good morning", "good evening") },
    opts,
  );
  hang(
    "vercelEdgeSwitches",
    vercel.EdgeConfigItem,
    {
      edgeConfigId,
      key: "switches",
      valueJson: turn({ maintenance: false, rate: 0.5 }, { maintenance: true, rate: 1 }),
    },
    opts,
  );
  hang("vercelEdgeToken", vercel.EdgeConfigToken, { teamId: team, edgeConfigId, label: "web" }, opts);
}
