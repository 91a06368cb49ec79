import { z } from "zod";
import { zoneId } from "./zone.ts";

/** Phases of a zone whose entry point a person writes. */
const phases = [
  ...(["http_config_settings", "http_custom_errors", "http_log_custom_fields", "http_ratelimit"] as const),
  ...(["http_request_cache_settings", "http_request_dynamic_redirect", "http_request_firewall_custom"] as const),
  ...(["http_request_firewall_managed", "http_request_late_transform", "http_request_origin"] as const),
  ...(["http_request_transform", "http_response_compression", "http_response_headers_transform"] as const),
] as const;

const actions = [
  ...(["block", "challenge", "js_challenge", "managed_challenge", "log", "skip", "execute", "redirect"] as const),
  ...(["rewrite", "route", "score", "serve_error", "set_config", "set_cache_settings", "compress_response"] as const),
  ...(["log_custom_field"] as const),
] as const;

const either = z.strictObject({
  value: z.string().optional().describe("The value as it is."),
  expression: z.string().optional().describe("An expression that gives the value."),
});
const ttl = z.strictObject({
  mode: z.string().describe("`respect_origin`, `override_origin` or `bypass…`."),
  default: z.int().optional().describe("Seconds, where the origin says nothing or is overridden."),
});

const actionParameters = z.strictObject({
  id: z.string().optional().describe("execute: the ruleset."),
  ruleset: z.literal("current").optional().describe("skip: the rest of this ruleset."),
  phases: z.array(z.string()).optional().describe("skip: these phases."),
  products: z.array(z.string()).optional().describe("skip: these older products."),
  rulesets: z.array(z.string()).optional().describe("skip: these rulesets."),
  response: z
    .strictObject({
      statusCode: z.int().min(400).max(499).describe("400 to 499."),
      contentType: z.string().describe("`application/json`, `text/html`, `text/plain` or `text/xml`."),
      content: z.string().describe("Body."),
    })
    .optional()
    .describe("block: the answer."),
  fromValue: z
    .strictObject({
      statusCode: z.int().default(301).describe("301, 302, 303, 307 or 308."),
      preserveQueryString: z.boolean().default(false).describe("Whether the query goes along."),
      targetUrl: either.describe("Where to."),
    })
    .optional()
    .describe("redirect: where to."),
  uri: z
    .strictObject({ path: either.optional().describe("The path."), query: either.optional().describe("The query.") })
    .optional()
    .describe("rewrite: the address."),
  headers: z
    .record(
      z.string(),
      z.strictObject({
        operation: z.enum(["set", "add", "remove"]).describe("What is done."),
        value: z.string().optional().describe("The value as it is."),
        expression: z.string().optional().describe("An expression that gives the value."),
      }),
    )
    .optional()
    .describe("rewrite: headers, by their names."),
  hostHeader: z.string().optional().describe("route: host header for the origin."),
  origin: z
    .strictObject({
      host: z.string().optional().describe("Host name."),
      port: z.int().optional().describe("Port."),
    })
    .optional()
    .describe("route: the origin."),
  sni: z
    .strictObject({ value: z.string().describe("Host name.") })
    .optional()
    .describe("route: name in TLS."),
  cache: z.boolean().optional().describe("set_cache_settings: whether it is cached."),
  edgeTtl: ttl.optional().describe("set_cache_settings: how long Cloudflare keeps it."),
  browserTtl: ttl.optional().describe("set_cache_settings: how long browsers keep it."),
  respectStrongEtags: z.boolean().optional().describe("set_cache_settings: whether strong ETags stay."),
  originErrorPagePassthru: z
    .boolean()
    .optional()
    .describe("set_cache_settings: whether the origin's error pages show."),
  ssl: z.string().optional().describe("set_config: `off`, `flexible`, `full`, `strict` or `origin_pull`."),
  securityLevel: z.string().optional().describe("set_config: `off`, `essentially_off`, … `under_attack`."),
  automaticHttpsRewrites: z.boolean().optional().describe("set_config: whether links become https."),
  emailObfuscation: z.boolean().optional().describe("set_config: whether addresses are hidden from robots."),
  rocketLoader: z.boolean().optional().describe("set_config: Rocket Loader."),
  bic: z.boolean().optional().describe("set_config: Browser Integrity Check."),
  content: z.string().optional().describe("serve_error: body."),
  contentType: z.string().optional().describe("serve_error: content type."),
  statusCode: z.int().optional().describe("serve_error: status."),
});

const ratelimit = z.strictObject({
  characteristics: z.array(z.string()).min(1).describe("What is counted apart, e.g. `ip.src` and `cf.colo.id`."),
  period: z.int().describe("Seconds in which it counts: 10, 60, 120, 300, 600 or 3600."),
  requestsPerPeriod: z.int().min(1).describe("Requests in a period after which it acts."),
  mitigationTimeout: z.int().min(0).default(0).describe("Seconds for which it acts; 0 throttles or challenges."),
  countingExpression: z.string().default("").describe("What is counted. Empty: what the rule's expression fits."),
  requestsToOrigin: z.boolean().default(false).describe("Whether only what reaches the origin counts."),
});

const rule = z.strictObject({
  action: z.enum(actions).describe("What is done."),
  expression: z
    .string()
    .min(1)
    .describe('When, in Cloudflare\'s language, e.g. `http.host eq "example.com"`, or `true`.'),
  description: z.string().default("").describe("What it is for."),
  enabled: z.boolean().default(true).describe("Whether it works."),
  ref: z
    .string()
    .min(1)
    .optional()
    .describe("A name of its own, by which it stays the same rule when others change. Left out: it is a new one then."),
  actionParameters: actionParameters.optional().describe("What the action needs."),
  ratelimit: ratelimit.optional().describe("Limit, in phase `http_ratelimit`."),
  logging: z
    .strictObject({ enabled: z.boolean().describe("Whether a skipped request is logged.") })
    .optional()
    .describe("skip: logging. Left out: on."),
});

/** A phase's entry point of a zone. */
export const rulesetInputs = z.strictObject({
  zoneId,
  phase: z.enum(phases).describe("When in a request's life the rules run; one ruleset for each phase of a zone."),
  kind: z.literal("zone").default("zone").describe("A zone's own."),
  name: z.string().default("default").describe("Name."),
  description: z.string().default("").describe("What it is for."),
  rules: z.array(rule).min(1).describe("The rules, all of them, in the order in which they run."),
});

export type RulesetInputs = z.output<typeof rulesetInputs>;
export type Rule = RulesetInputs["rules"][number];

/** The one place where keys are names of the program's own and not the API's. */
export const namedBy = ["headers"];
