import { z } from "zod";
import { projectId, teamId } from "./account-inputs.ts";

const active = z.boolean().default(true).describe("Whether it is on.");

/** Vercel REST: kinds of what a request is held against. */
// biome-ignore format: a table
const conditionTypes = [
  "host", "path", "method", "header", "query", "cookie", "target_path", "route", "raw_path", "ip_address", "region",
  "protocol", "scheme", "environment", "user_agent", "geo_continent", "geo_country", "geo_country_region", "geo_city",
  "geo_as_number", "ja4_digest", "ja3_digest", "rate_limit_api_id", "domain_environment", "server_action", "bot_name",
  "bot_category", "bot_status", "bot_protection", "shared_condition", "traffic_source", "ruleset",
] as const;

// biome-ignore format: a table
const operators = ["re", "eq", "neq", "ex", "nex", "inc", "ninc", "pre", "suf", "sub", "gt", "gte", "lt", "lte"] as const;

const condition = z.strictObject({
  type: z.enum(conditionTypes).describe("What of a request is looked at, e.g. `path`."),
  op: z.enum(operators).describe("How: `eq`, `pre`, `suf`, `sub`, `re`, `inc` (one of `values`), `ex` (is there), …"),
  neg: z.boolean().default(false).describe("Whether it must not be so."),
  key: z.string().optional().describe("Which one, for `header`, `query` and `cookie`."),
  value: z.string().optional().describe("What it is held against; not for `ex`, `nex`, `inc` and `ninc`."),
  values: z.array(z.string()).min(1).max(75).optional().describe("For `inc` and `ninc`: up to 75."),
});

const rateLimit = z.strictObject({
  algo: z.enum(["fixed_window", "token_bucket"]).describe("How requests are counted."),
  window: z.int().min(10).max(3600).describe("Seconds, 10 to 3600."),
  limit: z.int().min(1).max(10_000_000).describe("Requests that a window lets through."),
  keys: z.array(z.string()).min(1).describe("What tells clients apart, e.g. `ip`, `ja4`, `header:x-api-key`."),
  action: z.enum(["log", "challenge", "deny", "rate_limit"]).describe("What happens to the rest; `rate_limit` is 429."),
});

const action = z.strictObject({
  action: z.enum(["log", "challenge", "deny", "bypass", "rate_limit", "redirect"]).describe("What happens."),
  actionDuration: z
    .string()
    .regex(/^\d+[smhd]$/)
    .optional()
    .describe("How long it holds for the client, e.g. `5m`."),
  rateLimit: rateLimit.optional().describe("Only and always with the action `rate_limit`."),
  redirect: z
    .strictObject({
      location: z.string().min(1).describe("A path or address."),
      permanent: z.boolean().describe("308 instead of 307."),
    })
    .optional()
    .describe("Only and always with the action `redirect`."),
});

const rule = z.strictObject({
  name: z.string().min(1).max(160).describe("Unique in the configuration; up to 160 characters."),
  description: z.string().max(256).optional().describe("Up to 256 characters."),
  active,
  conditionGroups: z
    .array(
      z.strictObject({
        conditions: z.array(condition).min(1).max(65).describe("All must hold; up to 65."),
      }),
    )
    .min(1)
    .max(25)
    .describe("One must hold; up to 25."),
  action: action.describe("What happens to such a request."),
});

const ipRule = z.strictObject({
  hostname: z.string().min(1).describe("The host it is for; `*` for all."),
  ip: z.string().min(1).describe("An address or a CIDR range."),
  notes: z.string().optional().describe("Why."),
  action: z.enum(["deny", "challenge", "log", "bypass"]).describe("What happens."),
});

const group = (what: string) =>
  z
    .strictObject({ active, action: z.enum(["deny", "log"]).describe("What happens to a match.") })
    .optional()
    .describe(`${what}. Left out: off.`);

const owasp = z.strictObject({
  sd: group("Scanner detection"),
  ma: group("Multipart attacks"),
  lfi: group("Local file inclusion"),
  rfi: group("Remote file inclusion"),
  rce: group("Remote code execution"),
  php: group("PHP attacks"),
  gen: group("Generic attacks"),
  xss: group("Cross-site scripting"),
  sqli: group("SQL injection"),
  sf: group("Session fixation"),
  java: group("Java attacks"),
});

const managed = (standard: "challenge" | "deny") =>
  z.strictObject({ active, action: z.enum(["log", "challenge", "deny"]).default(standard).describe("What happens.") });

export const firewallInputs = z.strictObject({
  projectId,
  teamId,
  enabled: z.boolean().default(true).describe("Whether the firewall's rules are on."),
  managedRulesets: z
    .strictObject({
      botProtection: managed("challenge").optional().describe("Traffic that is not from a browser. Left out: off."),
      aiBots: managed("deny").optional().describe("Crawlers and agents of AI companies. Left out: off."),
      owasp: owasp.optional().describe("OWASP's core rule set. Left out: off."),
    })
    .optional()
    .describe("Rules that Vercel keeps. Left out: none."),
  rules: z
    .strictObject({ rules: z.array(rule).default([]).describe("The first that fits decides.") })
    .optional()
    .describe("Own rules, in their order. Left out: none."),
  ipRules: z
    .strictObject({ rules: z.array(ipRule).default([]).describe("Addresses.") })
    .optional()
    .describe("Rules for addresses. Left out: none."),
});

export type FirewallInputs = z.output<typeof firewallInputs>;
export type Rule = z.output<typeof rule>;
export type Condition = z.output<typeof condition>;
export const owaspGroups = Object.keys(owasp.shape) as (keyof typeof owasp.shape)[];

/** What the schema cannot say: which properties an action and an operator need, and that rules have names of their own. */
export function firewallIssues({ rules }: Partial<FirewallInputs>): { property: string; reason: string }[] {
  const all = rules?.rules ?? [];
  return all.flatMap(({ name, action: { action: kind, rateLimit: limit, redirect }, conditionGroups }, index) => {
    const at = `rules.rules[${index}]`;
    const found: { property: string; reason: string }[] = [];
    const say = (property: string, reason: string) => found.push({ property: `${at}${property}`, reason });
    if (all.findIndex((other) => other.name === name) !== index) say(".name", `"${name}" is taken by another rule`);
    for (const [word, part, property] of [
      ["rate_limit", limit, "rateLimit"],
      ["redirect", redirect, "redirect"],
    ] as const)
      if ((kind === word) !== (part !== undefined))
        say(`.action.${property}`, `belongs to the action ${word} and to no other`);
    for (const [g, { conditions }] of conditionGroups.entries())
      for (const [c, one] of conditions.entries()) {
        const reason = conditionProblem(one);
        if (reason !== undefined) say(`.conditionGroups[${g}].conditions[${c}]`, reason);
      }
    return found;
  });
}

function conditionProblem({ type, op, key, value, values }: Condition): string | undefined {
  if (["header", "query", "cookie"].includes(type) && key === undefined) return `needs key for ${type}`;
  if (["ex", "nex"].includes(op))
    return value === undefined && values === undefined ? undefined : `takes no value for ${op}`;
  if (["inc", "ninc"].includes(op))
    return values === undefined || value !== undefined ? `needs values, not value, for ${op}` : undefined;
  return value === undefined || values !== undefined ? `needs value, not values, for ${op}` : undefined;
}
