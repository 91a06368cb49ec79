import { type Mutation, mutation, type Standing, settingsOf, type Table } from "../mutation.ts";
import { asObject, asObjects, between, flip, longer, oneMore, oneOf, valueAt, word } from "../values.ts";
import type { Vendors } from "../vendors.ts";

const organization = ({ id }: Standing): string => id.split("/")[0] ?? "";
/** Sentry takes an object's number wherever it takes its slug, and the slug may be what changes. */
const numberOf = (at: Standing): string => String(at.outputs["internalId"] ?? at.id.split("/")[1]);

const teamPath = (at: Standing): string => `/teams/${organization(at)}/${numberOf(at)}/`;
const team = settingsOf({
  read: async ({ call }, at) => asObject(await call("sentry", "GET", teamPath(at))),
  write: ({ call }, at, changes) => call("sentry", "PUT", teamPath(at), changes),
});

export const sentryTeam: Table = {
  mutations: () => [
    team("name", "name", longer),
    // A project names its teams by their slugs.
    team("slug", "slug", longer, { alone: true, echoes: ["sentry:index/sentryProject:SentryProject"] }),
  ],
};

const projectPath = (at: Standing): string => `/projects/${organization(at)}/${numberOf(at)}/`;
const project = settingsOf({
  read: async ({ call }, at) => asObject(await call("sentry", "GET", projectPath(at))),
  write: ({ call }, at, changes) => call("sentry", "PUT", projectPath(at), changes),
});

/** A list that Sentry keeps as lines of an option; its key holds a colon, so it is no dotted place. */
const lines = (path: string, option: string, line: string): Mutation =>
  mutation(path, {
    read: async ({ call }, at) => {
      const options = asObject(valueAt(await call("sentry", "GET", projectPath(at)), "options"));
      return options[option] ?? "";
    },
    change: async ({ call }, at, now) => {
      const value = now === "" ? line : `${now}\n${line}`;
      await call("sentry", "PUT", projectPath(at), { options: { [option]: value } });
    },
  });

/** A second team, made by the stranger, that gets the project too. */
const owners = mutation("teams", {
  read: async ({ call }, at) =>
    asObjects(valueAt(await call("sentry", "GET", projectPath(at)), "teams"))
      .map(({ slug }) => slug)
      .toSorted(),
  change: async (vendors, at) => {
    await vendors.call("sentry", "POST", `${projectPath(at)}teams/${await anotherTeam(vendors, at)}/`);
  },
});

async function anotherTeam({ call }: Vendors, at: Standing): Promise<string> {
  const path = `/organizations/${organization(at)}/teams/`;
  const slug = "drifters";
  const all = asObjects(await call("sentry", "GET", path));
  if (!all.some((one) => one["slug"] === slug)) await call("sentry", "POST", path, { name: slug, slug });
  return slug;
}

const securityToken = project("clientSecurity.securityToken", "securityToken", word());

/** Relay's rules of advanced data scrubbing; Sentry API: JSON in a text. */
const scrubbing = ["@ip", "@email"].map((rule) => JSON.stringify({ applications: { $string: [rule] } }));

export const sentryProject: Table = {
  mutations: ({ inputs }) => [
    owners,
    project("name", "name", longer),
    project("slug", "slug", longer),
    project("platform", "platform", oneOf("javascript-nextjs", "node", "python")),
    project("resolveAge", "resolveAge", between(1, 720)),
    project("digestsMinDelay", "digestsMinDelay", between(60, 290)),
    project("digestsMaxDelay", "digestsMaxDelay", between(1900, 3600)),
    project(
      "subjectPrefix",
      "subjectPrefix",
      word((it) => `[${it}]`),
    ),
    project(
      "subjectTemplate",
      "subjectTemplate",
      word((it) => `${it} $title`),
    ),
    project("defaultEnvironment", "defaultEnvironment", word(), { absent: "" }),
    project(
      "highlightTags",
      "highlightTags",
      oneMore((it) => it),
    ),
    project("highlightContext", "highlightContext", oneOf({ user: ["id"] }, { user: ["email"] })),
    project(
      "fingerprintingRules",
      "fingerprintingRules",
      word((it) => `error.type:${it} -> ${it}`),
    ),
    project(
      "groupingEnhancements",
      "groupingEnhancements",
      word((it) => `family:native ^-group stack.function:${it}`),
    ),
    lines("filters.blacklistedIps", "filters:blacklisted_ips", "192.0.2.7"),
    lines("filters.releases", "filters:releases", "0.drift.*"),
    lines("filters.errorMessages", "filters:error_messages", "Drift*"),
    project("clientSecurity.allowedDomains", "allowedDomains", oneOf(["drift.example.com"], ["*.example.com"])),
    project("clientSecurity.scrapeJavascript", "scrapeJavaScript", flip),
    project("clientSecurity.securityTokenHeader", "securityTokenHeader", oneOf("X-Drift", "X-Other"), { absent: "" }),
    project("clientSecurity.verifyTlsSsl", "verifySSL", flip),
    ...(valueAt(inputs, "clientSecurity.securityToken") === undefined ? [] : [securityToken]),
    project("dataScrubber", "dataScrubber", flip),
    project("dataScrubberDefaults", "dataScrubberDefaults", flip),
    project("scrubIpAddresses", "scrubIPAddresses", flip),
    project(
      "sensitiveFields",
      "sensitiveFields",
      oneMore((it) => it),
    ),
    project(
      "safeFields",
      "safeFields",
      oneMore((it) => it),
    ),
    project("relayPiiConfig", "relayPiiConfig", oneOf(...scrubbing), { absent: "" }),
    project("storeCrashReports", "storeCrashReports", between(1, 100)),
    project("enableAutoReleaseCreation", "enableAutoReleaseCreation", flip),
    project("scmSourceContextEnabled", "scmSourceContextEnabled", flip),
  ],
  fixed: {
    defaultRules: "read at creation only",
    defaultKey: "read at creation only",
  },
};

const keyPath = (at: Standing): string =>
  `/projects/${organization(at)}/${String(at.outputs["projectId"])}/keys/${at.id.split("/").at(-1)}/`;
const key = settingsOf({
  read: async ({ call }, at) => asObject(await call("sentry", "GET", keyPath(at))),
  write: ({ call }, at, changes) => call("sentry", "PUT", keyPath(at), changes),
});
/** Window and count exist together: a program declares both or none. */
const limit = (input: string, part: string): Mutation =>
  mutation(
    input,
    {
      read: async ({ call }, at) => valueAt(await call("sentry", "GET", keyPath(at)), `rateLimit.${part}`) ?? null,
      change: async ({ call }, at, now, random) => {
        const { rateLimit } = asObject(await call("sentry", "GET", keyPath(at)));
        const before = rateLimit === null ? { window: 60, count: 100 } : asObject(rateLimit);
        const value = between(61, 3600)(now, random);
        await call("sentry", "PUT", keyPath(at), { rateLimit: { ...before, [part]: value } });
      },
    },
    { may: ["rateLimitWindow", "rateLimitCount"] },
  );

/** `dynamicSdkLoaderOptions` by the names of our inputs. */
const loaded: Readonly<Record<string, string>> = {
  debugEnabled: "hasDebug",
  performanceMonitoringEnabled: "hasPerformance",
  sessionReplayEnabled: "hasReplay",
  userFeedbackEnabled: "hasFeedback",
  logsAndMetricsEnabled: "hasLogsAndMetrics",
};

export const sentryKey: Table = {
  mutations: () => [
    key("name", "name", longer),
    key("isActive", "isActive", flip),
    limit("rateLimitWindow", "window"),
    limit("rateLimitCount", "count"),
    key("javascriptLoaderScript.browserSdkVersion", "browserSdkVersion", oneOf("latest", "7.x")),
    ...Object.entries(loaded).map(([name, option]) =>
      key(`javascriptLoaderScript.${name}`, `dynamicSdkLoaderOptions.${option}`, flip),
    ),
  ],
};
