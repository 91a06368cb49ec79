import type { Context as Call, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { invalidBody, refuse, success, zoneOf } from "./answer.ts";
import { type Context, newId, type StoredRuleset } from "./state.ts";

const phases = [
  ...["http_config_settings", "http_custom_errors", "http_log_custom_fields", "http_ratelimit", "http_request_origin"],
  ...["http_request_cache_settings", "http_request_dynamic_redirect", "http_request_firewall_custom"],
  ...["http_request_firewall_managed", "http_request_late_transform", "http_request_transform"],
  ...["http_response_compression", "http_response_headers_transform"],
];

const parameters = z.record(z.string(), z.unknown());
const ruleSchema = z.strictObject({
  id: z.string().optional(),
  ref: z.string().optional(),
  action: z.string(),
  expression: z.string().min(1),
  description: z.string().optional(),
  enabled: z.boolean().default(true),
  action_parameters: parameters.optional(),
  ratelimit: parameters.optional(),
  logging: z.strictObject({ enabled: z.boolean() }).optional(),
});
const bodySchema = z.strictObject({
  name: z.string().optional(),
  kind: z.literal("zone").optional(),
  phase: z.string().optional(),
  description: z.string().default(""),
  rules: z.array(ruleSchema).default([]),
});
type Rule = z.output<typeof ruleSchema>;

/** A phase's entry point: PUT makes it or replaces all its rules; those with a known `ref` stay the same ones. */
export function rulesetRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const entry = "/zones/:zone/rulesets/phases/:phase/entrypoint";

  app.get("/zones/:zone/rulesets", (c) => {
    const zone = zoneOf(c, context);
    const found = state.rulesets.filter((one) => one.zone === zone.id).map(({ rules: _, ...one }) => rulesetView(one));
    return c.json(success(found, { result_info: { cursors: {} } }));
  });

  app.get(entry, (c) => {
    const found = entryPointOf(c);
    if (found === undefined)
      throw refuse(404, 10_003, `could not find entrypoint ruleset in the "${c.req.param("phase")}" phase`);
    return c.json(success(rulesetView(found)));
  });

  app.put(entry, async (c) => {
    const zone = zoneOf(c, context);
    const phase = c.req.param("phase");
    if (!phases.includes(phase)) throw refuse(400, 20_015, `unknown phase "${phase}"`);
    const body = await readBody(c, bodySchema, invalidBody);
    const old = entryPointOf(c);
    const now = context.now().toISOString();
    const ruleset: StoredRuleset = {
      ...{ id: old?.id ?? newId(context), zone: zone.id, phase, last_updated: now },
      name: body.name ?? old?.name ?? "default",
      description: body.description,
      version: (old?.version ?? 0) + 1,
      rules: body.rules.map((rule) => ruleOf(rule, phase, old, now)),
    };
    state.rulesets = [...state.rulesets.filter((other) => other !== old), ruleset];
    context.changed();
    return c.json(success(rulesetView(ruleset)));
  });

  app.get("/zones/:zone/rulesets/:ruleset", (c) => c.json(success(rulesetView(rulesetOf(c)))));

  app.delete("/zones/:zone/rulesets/:ruleset", (c) => {
    const ruleset = rulesetOf(c);
    state.rulesets = state.rulesets.filter((other) => other !== ruleset);
    context.changed();
    return c.body(null, 204);
  });

  function entryPointOf(c: Call): StoredRuleset | undefined {
    const zone = zoneOf(c, context);
    return state.rulesets.find((one) => one.zone === zone.id && one.phase === c.req.param("phase"));
  }

  function rulesetOf(c: Call): StoredRuleset {
    const zone = zoneOf(c, context);
    const found = state.rulesets.find((one) => one.zone === zone.id && one.id === c.req.param("ruleset"));
    if (found === undefined) throw refuse(404, 10_003, "could not find ruleset");
    return found;
  }

  function ruleOf(rule: Rule, phase: string, old: StoredRuleset | undefined, now: string): Record<string, unknown> {
    if ((phase === "http_ratelimit") !== (rule.ratelimit !== undefined))
      throw refuse(400, 20_120, `ratelimit is ${rule.ratelimit ? "not allowed" : "required"} in phase "${phase}"`);
    if (rule.logging && rule.action !== "skip")
      throw refuse(400, 20_025, `logging is not allowed for action "${rule.action}"`);
    const same = old?.rules.find((one) => rule.ref !== undefined && one["ref"] === rule.ref);
    const id = rule.id ?? String(same?.["id"] ?? newId(context));
    return {
      ...rule,
      ...{ id, ref: rule.ref ?? id, version: String(Number(same?.["version"] ?? 0) + 1), last_updated: now },
      ...(rule.action === "skip" && { logging: rule.logging ?? { enabled: true } }),
    };
  }
}

export function rulesetView<R extends { zone: string; version: number }>({ zone: _, version, ...ruleset }: R) {
  return { ...ruleset, kind: "zone", version: String(version) };
}
