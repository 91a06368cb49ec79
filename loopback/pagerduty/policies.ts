import type { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { page } from "./page.ts";
import { reference, referenceSchema, teamIds, teamReferences } from "./references.ts";
import { invalid, invalidBody, notFound } from "./refusal.ts";
import { type Context, newId, type StoredPolicy } from "./state.ts";

const ruleSchema = z.object({
  escalation_delay_in_minutes: z.int().min(1),
  targets: z.array(referenceSchema).min(1).max(10),
  escalation_rule_assignment_strategy: z
    .object({ type: z.enum(["assign_to_everyone", "round_robin"]) })
    .default({ type: "assign_to_everyone" }),
});
const policySchema = z.object({
  name: z.string().min(1),
  description: z.string().nullable().default(null),
  num_loops: z.int().min(0).max(9).default(0),
  escalation_rules: z.array(ruleSchema).min(1),
  teams: z.array(referenceSchema).default([]),
});
export type PolicyBody = z.output<typeof policySchema>;
const bodySchema = z.object({ escalation_policy: policySchema });

/** Escalation policies: who is called, in which order. */
export function policyRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const found = (id: string): StoredPolicy => {
    const policy = state.policies.find((one) => one.id === id);
    if (!policy) throw notFound();
    return policy;
  };

  app.get("/escalation_policies", (c) =>
    c.json(
      page(
        c,
        "escalation_policies",
        state.policies,
        ({ name }) => [name],
        (policy) => policyView(policy, context),
      ),
    ),
  );
  app.post("/escalation_policies", async (c) => {
    const { escalation_policy: body } = await readBody(c, bodySchema, invalidBody);
    ensureSound(body, undefined, context);
    const policy: StoredPolicy = { id: newId(context), ...withRuleIds(body, context) };
    state.policies.push(policy);
    context.changed();
    return c.json({ escalation_policy: policyView(policy, context) }, 201);
  });
  app.get("/escalation_policies/:id", (c) =>
    c.json({ escalation_policy: policyView(found(c.req.param("id")), context) }),
  );
  app.put("/escalation_policies/:id", async (c) => {
    const policy = found(c.req.param("id"));
    const { escalation_policy: body } = await readBody(c, bodySchema, invalidBody);
    ensureSound(body, policy.id, context);
    Object.assign(policy, withRuleIds(body, context));
    context.changed();
    return c.json({ escalation_policy: policyView(policy, context) });
  });
  app.delete("/escalation_policies/:id", (c) => {
    const { id } = found(c.req.param("id"));
    const used = state.services.some((service) => service.escalation_policy.id === id);
    if (used || state.lingering.some(({ policy }) => policy === id))
      throw invalid("Escalation policy is in use by one or more services");
    state.policies = state.policies.filter((one) => one.id !== id);
    context.changed();
    return c.body(null, 204);
  });
}

const withRuleIds = (body: PolicyBody, context: Context) => ({
  ...body,
  escalation_rules: body.escalation_rules.map((rule) => ({ id: newId(context), ...rule })),
});

function ensureSound(body: PolicyBody, own: string | undefined, context: Context): void {
  const { state } = context;
  if (state.policies.some(({ id, name }) => name === body.name && id !== own))
    throw invalid("Name has already been taken");
  const targets = body.escalation_rules.flatMap((rule) => rule.targets);
  const strangers = targets.filter(({ id, type }) =>
    type.startsWith("schedule")
      ? !state.schedules.some((schedule) => schedule.id === id)
      : !state.users.some((user) => user.id === id),
  );
  if (strangers.length > 0) throw invalid(...strangers.map(({ id }) => `Target ${id} could not be found`));
  teamIds(body.teams, context);
}

export function policyView(policy: StoredPolicy, context: Context): object {
  const { state, origin } = context;
  const target = ({ id, type }: { id: string; type: string }) => {
    const kind = type.startsWith("schedule") ? ("schedule" as const) : ("user" as const);
    const all: readonly { id: string; name: string }[] = kind === "schedule" ? state.schedules : state.users;
    return reference(kind, id, all.find((one) => one.id === id)?.name ?? null, context);
  };
  return {
    id: policy.id,
    type: "escalation_policy",
    summary: policy.name,
    self: `${origin}/escalation_policies/${policy.id}`,
    html_url: `https://loopback.pagerduty.com/escalation_policies/${policy.id}`,
    name: policy.name,
    description: policy.description,
    num_loops: policy.num_loops,
    on_call_handoff_notifications: "if_has_services",
    escalation_rules: policy.escalation_rules.map((rule) => ({ ...rule, targets: rule.targets.map(target) })),
    services: state.services
      .filter((service) => service.escalation_policy.id === policy.id)
      .map(({ id, name }) => reference("service", id, name, context)),
    teams: teamReferences(
      policy.teams.map(({ id }) => id),
      context,
    ),
  };
}
