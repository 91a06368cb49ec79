import { VendorError } from "@groundplan/kit/errors.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, sharedList, understood } from "./client.ts";

const flag = (standard: boolean, what: string) => z.boolean().default(standard).describe(what);

const loaderScript = z.strictObject({
  browserSdkVersion: z.enum(["latest", "7.x"]).default("latest").describe("Version of the SDK that is loaded."),
  debugEnabled: flag(false, "Whether the SDK's debug bundle is loaded."),
  performanceMonitoringEnabled: flag(true, "Whether tracing is loaded."),
  sessionReplayEnabled: flag(true, "Whether Session Replay is loaded."),
  userFeedbackEnabled: flag(false, "Whether the User Feedback widget is loaded."),
  logsAndMetricsEnabled: flag(false, "Whether logs and metrics are loaded."),
});

const inputs = z.strictObject({
  organization: z.string().describe("Slug of the organization."),
  project: z.string().describe("Slug of the project."),
  name: z.string().min(1).max(64).describe("Name of the key, up to 64 characters; unique in the project."),
  rateLimitWindow: z.int().min(1).max(86_400).optional().describe("Seconds, up to a day; only with `rateLimitCount`."),
  rateLimitCount: z.int().min(1).optional().describe("Events in a window. Left out, with the window: no limit."),
  isActive: z.boolean().default(true).describe("Whether events sent with the key are taken."),
  javascriptLoaderScript: loaderScript
    .default(loaderScript.parse({}))
    .describe("What the key's Loader Script brings into a page."),
});

const outputs = z.object({
  dsnPublic: z.string().describe("The DSN that an app sends its events to. Public."),
  dsnSecret: z.string().describe("The DSN of old SDKs, with the secret."),
  dsnCsp: z.string().describe("Where browsers report breaches of the content security policy."),
  dsnSecurity: z.string().describe("Where browsers send reports of `Expect-CT` and the like."),
  dsnMinidump: z.string().describe("Where native crashes are sent."),
  dsnOtlpTraces: z.string().describe("Where OpenTelemetry sends its traces."),
  dsnOtlpLogs: z.string().describe("Where OpenTelemetry sends its logs."),
  loaderScriptUrl: z.string().describe("Address of the key's Loader Script."),
  public: z.string().describe("The public part of the key."),
  secret: z.string().describe("The secret part of the key."),
  projectId: z.string().describe("The project's number, as text."),
});

type Inputs = z.output<typeof inputs>;

/** Sentry API: one entry of `GET projects/{org}/{project}/keys/`. */
const keyAnswer = z.object({
  id: z.string(),
  name: z.string().nullish(),
  public: z.string().nullish(),
  secret: z.string().nullish(),
  projectId: z.union([z.string(), z.number()]).transform(String),
  isActive: z.boolean().nullish(),
  rateLimit: z.object({ window: z.number(), count: z.number() }).nullish(),
  dsn: z.object({
    public: z.string(),
    secret: z.string().nullish(),
    csp: z.string().nullish(),
    security: z.string().nullish(),
    minidump: z.string().nullish(),
    otlp_traces: z.string().nullish(),
    otlp_logs: z.string().nullish(),
    cdn: z.string().nullish(),
  }),
  browserSdkVersion: z.string().nullish(),
  dynamicSdkLoaderOptions: z
    .object({
      hasReplay: z.boolean().nullish(),
      hasPerformance: z.boolean().nullish(),
      hasDebug: z.boolean().nullish(),
      hasFeedback: z.boolean().nullish(),
      hasLogsAndMetrics: z.boolean().nullish(),
    })
    .nullish(),
});
type KeyAnswer = z.output<typeof keyAnswer>;

export const sentryKey = resource<Sentry>()({
  token: "sentry:index/sentryKey:SentryKey",
  description: "A client key (DSN) of a Sentry project. Its name is how it is found again: one name, one key.",
  calls: [
    "GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/",
    "POST /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/",
    "PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/",
    "DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/",
  ],
  inputs,
  outputs,
  replaceOn: ["organization", "project"],
  secrets: ["secret", "dsnSecret"],
  importId: "<organization slug>/<project slug>/<key id>",

  parseId(id) {
    const [organization, project, key, ...more] = id.split("/");
    return organization && project && key && more.length === 0 ? { organization, project } : undefined;
  },

  async find(call, wanted) {
    const { organization, project, name } = wanted;
    const [found, another] = (await list(call, wanted))?.filter((key) => key.name === name) ?? [];
    if (another !== undefined) {
      throw new VendorError(`The project ${project} has several keys named ${name}, so none of them is meant.`, {
        fix: "rename or delete all but one at Sentry (Project Settings, Client Keys), or choose another name",
      });
    }
    return found && `${organization}/${project}/${found.id}`;
  },

  async create(call, wanted) {
    const { organization, project, name } = wanted;
    const path = keys(wanted);
    const { body } = await call.client.http.send("POST", path, { body: { name, rateLimit: limitOf(wanted) } });
    const made = understood(keyAnswer, body, `POST ${path}`);
    const id = `${organization}/${project}/${made.id}`;
    call.created(id);
    // Sentry API: a key is always made active, and with the loader script of its own choice.
    const asWanted = JSON.stringify(settings(wanted)) === JSON.stringify(settings(told(made)));
    return { id, outputs: asWanted ? outputsOf(made) : await put(call, made.id, wanted) };
  },

  async read(call, id, known) {
    const [organization = "", project = "", key] = id.split("/");
    const keys = await list(call, { organization, project: known.projectId ?? project });
    const found = keys?.find((one) => one.id === key);
    return found && { inputs: { organization, project, ...told(found) }, outputs: outputsOf(found) };
  },

  update: (call, id, wanted, old) => put(call, id.split("/").at(-1) ?? "", wanted, old.projectId),

  async delete({ client }, id, known) {
    const [organization = "", project = "", key] = id.split("/");
    const path = `${keys({ organization, project: known.projectId ?? project })}${key}/`;
    await client.http.send("DELETE", path, { accept: [404] });
  },
});

type Place = Pick<Inputs, "organization" | "project">;

/** Sentry API: a project by its slug or, where that is known, by its number: the slug may have changed since. */
const keys = ({ organization, project }: Place) => `/projects/${organization}/${project}/keys/`;

const list = ({ client }: Reading<Sentry>, place: Place) => sharedList(client.http, keys(place), keyAnswer);

type Limit = Pick<Inputs, "rateLimitWindow" | "rateLimitCount">;

/**
 * Sentry API: window and count together, or null.
 * @throws VendorError for half of one; not in Check, where the other half may only not be known yet
 */
function limitOf({ rateLimitWindow: window, rateLimitCount: count }: Limit) {
  if (window !== undefined && count !== undefined) return { window, count };
  if (window === undefined && count === undefined) return null;
  const missing = window === undefined ? "rateLimitWindow" : "rateLimitCount";
  throw new VendorError(`${missing} is not set, which belongs to a rate limit.`, {
    fix: "set window and count, or neither",
  });
}

type Settings = Omit<Inputs, "organization" | "project">;

function told({ name, rateLimit, isActive, browserSdkVersion, dynamicSdkLoaderOptions: options }: KeyAnswer): Settings {
  return {
    name: name ?? "",
    rateLimitWindow: rateLimit?.window,
    rateLimitCount: rateLimit?.count,
    isActive: isActive ?? true,
    javascriptLoaderScript: {
      // A version that is not offered any more is told as it is: the difference is real.
      browserSdkVersion: (browserSdkVersion ?? "latest") as "latest",
      debugEnabled: options?.hasDebug ?? false,
      performanceMonitoringEnabled: options?.hasPerformance ?? true,
      sessionReplayEnabled: options?.hasReplay ?? true,
      userFeedbackEnabled: options?.hasFeedback ?? false,
      logsAndMetricsEnabled: options?.hasLogsAndMetrics ?? false,
    },
  };
}

/** A body of `PUT …/keys/{id}/`. */
const settings = ({ name, isActive, javascriptLoaderScript: script, ...limit }: Settings) => ({
  name,
  isActive,
  rateLimit: limitOf(limit),
  browserSdkVersion: script.browserSdkVersion,
  dynamicSdkLoaderOptions: {
    hasReplay: script.sessionReplayEnabled,
    hasPerformance: script.performanceMonitoringEnabled,
    hasDebug: script.debugEnabled,
    hasFeedback: script.userFeedbackEnabled,
    hasLogsAndMetrics: script.logsAndMetricsEnabled,
  },
});

async function put({ client }: Reading<Sentry>, id: string, wanted: Inputs, projectId?: string) {
  const path = `${keys({ ...wanted, project: projectId ?? wanted.project })}${id}/`;
  const { body } = await client.http.send("PUT", path, { body: settings(wanted) });
  return outputsOf(understood(keyAnswer, body, `PUT ${path}`));
}

const outputsOf = ({ dsn, projectId, ...key }: KeyAnswer) => ({
  dsnPublic: dsn.public,
  dsnSecret: dsn.secret ?? "",
  dsnCsp: dsn.csp ?? "",
  dsnSecurity: dsn.security ?? "",
  dsnMinidump: dsn.minidump ?? "",
  dsnOtlpTraces: dsn.otlp_traces ?? "",
  dsnOtlpLogs: dsn.otlp_logs ?? "",
  loaderScriptUrl: dsn.cdn ?? "",
  public: key.public ?? "",
  secret: key.secret ?? "",
  projectId,
});
