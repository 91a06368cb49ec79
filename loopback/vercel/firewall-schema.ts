import { z } from "zod";

// Vercel REST: the closed body of `PUT /v1/security/firewall/config`.

// biome-ignore format: a table
const conditionType = z.enum([
  "host", "path", "method", "header", "query", "cookie", "target_path", "route", "raw_path", "ip_address", "region",
  "protocol", "scheme", "environment", "user_agent", "geo_continent", "geo_country", "geo_country_region", "geo_city",
  "geo_as_number", "ja4_digest", "ja3_digest", "rate_limit_api_id", "domain_environment", "server_action", "bot_name",
  "bot_category", "bot_status", "bot_protection", "shared_condition", "traffic_source", "ruleset",
]);
// biome-ignore format: a table
const operator = z.enum([
  "re", "eq", "neq", "ex", "nex", "inc", "ninc", "pre", "suf", "sub", "gt", "gte", "lt", "lte", "list",
]);

const crsNames = ["sd", "ma", "lfi", "rfi", "rce", "php", "gen", "xss", "sqli", "sf", "java"] as const;
const crsRule = z.strictObject({ active: z.boolean(), action: z.enum(["deny", "log"]) });

const condition = z
  .strictObject({
    type: conditionType,
    op: operator,
    neg: z.boolean().optional(),
    key: z.string().optional(),
    value: z.union([z.string(), z.array(z.string()).max(75), z.number()]).optional(),
  })
  .refine(({ op, value }) => ["ex", "nex"].includes(op) || value !== undefined, "needs a value");

const mitigate = z
  .strictObject({
    action: z.enum(["log", "challenge", "deny", "bypass", "rate_limit", "redirect"]),
    rateLimit: z
      .strictObject({
        algo: z.enum(["fixed_window", "token_bucket"]),
        window: z.number().min(10).max(3600),
        limit: z.number().min(1).max(10_000_000),
        keys: z.array(z.string()).min(1),
        action: z.enum(["log", "challenge", "deny", "rate_limit"]).nullable().optional(),
      })
      .nullable()
      .optional(),
    redirect: z.strictObject({ location: z.string(), permanent: z.boolean() }).nullable().optional(),
    actionDuration: z.string().nullable().optional(),
    bypassSystem: z.boolean().nullable().optional(),
  })
  .refine(({ action, rateLimit }) => action !== "rate_limit" || rateLimit, "needs `rateLimit`")
  .refine(({ action, redirect }) => action !== "redirect" || redirect, "needs `redirect`");

const rule = z.strictObject({
  id: z.string().optional(),
  name: z.string().max(160),
  description: z.string().max(256).optional(),
  active: z.boolean(),
  conditionGroup: z.array(z.strictObject({ conditions: z.array(condition).max(65) })).max(25),
  action: z.strictObject({ mitigate: mitigate.optional() }),
});

const managedRule = z.looseObject({ active: z.boolean(), action: z.enum(["log", "challenge", "deny"]).optional() });

export const firewallSchema = z.strictObject({
  firewallEnabled: z.boolean(),
  managedRules: z
    .looseObject({ bot_protection: managedRule, ai_bots: managedRule, owasp: managedRule })
    .partial()
    .optional(),
  crs: z.strictObject(Object.fromEntries(crsNames.map((name) => [name, crsRule.optional()]))).optional(),
  rules: z.array(rule).optional(),
  ips: z
    .array(
      z.strictObject({
        id: z.string().optional(),
        hostname: z.string(),
        ip: z.string(),
        notes: z.string().optional(),
        action: z.enum(["deny", "challenge", "log", "bypass"]),
      }),
    )
    .optional(),
  botIdEnabled: z.boolean().optional(),
});

export type Firewall = z.output<typeof firewallSchema>;

/** Every group of OWASP's rules; one that was not named is off. */
export const fullCrs = (crs: Firewall["crs"]): object =>
  Object.fromEntries(crsNames.map((name) => [name, crs?.[name] ?? { active: false, action: "log" }]));
