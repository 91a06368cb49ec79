import { z } from "zod";
import { type Condition, type FirewallInputs, owaspGroups, type Rule } from "./firewall-inputs.ts";

const text = z.string().nullish();
const managed = z.object({ active: z.boolean(), action: text }).nullish();

/** Vercel REST: `GET /v1/security/firewall/config/active`, as far as we use it. */
export const firewallAnswer = z.object({
  firewallEnabled: z.boolean(),
  crs: z.record(z.string(), z.object({ active: z.boolean(), action: z.string() })).nullish(),
  managedRules: z.object({ bot_protection: managed, ai_bots: managed, owasp: managed }).nullish(),
  rules: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        description: text,
        active: z.boolean(),
        conditionGroup: z.array(
          z.object({
            conditions: z.array(
              z.object({
                type: z.string(),
                op: z.string(),
                neg: z.boolean().nullish(),
                key: text,
                value: z.union([z.string(), z.number(), z.array(z.string())]).nullish(),
              }),
            ),
          }),
        ),
        action: z.object({
          mitigate: z.object({
            action: z.string(),
            actionDuration: text,
            redirect: z.object({ location: z.string(), permanent: z.boolean() }).nullish(),
            rateLimit: z
              .object({
                algo: z.string(),
                window: z.number(),
                limit: z.number(),
                keys: z.array(z.string()),
                action: text,
              })
              .nullish(),
          }),
        }),
      }),
    )
    .nullish(),
  ips: z
    .array(z.object({ id: z.string(), hostname: z.string(), ip: z.string(), notes: text, action: z.string() }))
    .nullish(),
});
export type FirewallAnswer = z.output<typeof firewallAnswer>;

/**
 * The whole configuration as `PUT` takes it.
 * @param is what stands there: a rule of the same name, and an address of the same host, keep their ids
 */
export function toWire(wanted: Omit<FirewallInputs, "projectId" | "teamId">, is: FirewallAnswer | undefined): object {
  const { managedRulesets: sets } = wanted;
  const off = { active: false };
  return {
    firewallEnabled: wanted.enabled,
    managedRules: {
      bot_protection: sets?.botProtection ?? off,
      ai_bots: sets?.aiBots ?? off,
      owasp: { active: sets?.owasp !== undefined },
    },
    crs: Object.fromEntries(
      owaspGroups.map((group) => [group, sets?.owasp?.[group] ?? { active: false, action: "log" }]),
    ),
    rules: (wanted.rules?.rules ?? []).map((rule) => ruleToWire(rule, is)),
    ips: (wanted.ipRules?.rules ?? []).map((rule) => ({
      ...idOf(is?.ips?.find(({ hostname, ip }) => hostname === rule.hostname && ip === rule.ip)),
      ...rule,
    })),
  };
}

function ruleToWire({ conditionGroups, action, ...rule }: Rule, is: FirewallAnswer | undefined): object {
  const { action: kind, actionDuration = null, rateLimit = null, redirect = null } = action;
  return {
    ...idOf(is?.rules?.find(({ name }) => name === rule.name)),
    ...rule,
    conditionGroup: conditionGroups.map(({ conditions }) => ({
      conditions: conditions.map(({ values, ...condition }) => ({
        ...condition,
        ...(values === undefined ? {} : { value: values }),
      })),
    })),
    action: { mitigate: { action: kind, actionDuration, rateLimit, redirect } },
  };
}

const idOf = (found: { readonly id: string } | undefined) => (found === undefined ? {} : { id: found.id });

type Sets = NonNullable<FirewallInputs["managedRulesets"]>;

/**
 * The inputs that a configuration stands for; undefined when it is empty and off, as one that was removed.
 * @param known what was declared: an empty list, or a rule set that is off, is the same as none
 */
export function told(
  { firewallEnabled: enabled, crs, managedRules, rules, ips }: FirewallAnswer,
  known: Partial<FirewallInputs>,
): Omit<FirewallInputs, "projectId" | "teamId"> | undefined {
  const sets = {
    botProtection: managedSet(managedRules?.bot_protection, known.managedRulesets?.botProtection, "challenge"),
    aiBots: managedSet(managedRules?.ai_bots, known.managedRulesets?.aiBots, "deny"),
    owasp: owasp(isOwaspOn(managedRules, crs), crs ?? {}, known.managedRulesets?.owasp),
  };
  const managed = Object.values(sets).some((one) => one !== undefined);
  const empty = !managed && !rules?.length && !ips?.length;
  if (empty && !enabled && known.enabled !== false) return undefined;
  return {
    enabled,
    managedRulesets: managed || known.managedRulesets !== undefined ? defined(sets) : undefined,
    rules: rules?.length || known.rules !== undefined ? { rules: (rules ?? []).map(ruleTold) } : undefined,
    ipRules:
      ips?.length || known.ipRules !== undefined
        ? {
            rules: (ips ?? []).map(({ hostname, ip, notes, action }) => ({
              ...{ hostname, ip, action: action as "deny" },
              ...(notes ? { notes } : {}),
            })),
          }
        : undefined,
  };
}

const defined = <T extends object>(of: T): T =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as T;

function managedSet(
  found: { readonly active: boolean; readonly action?: string | null | undefined } | null | undefined,
  known: object | undefined,
  standard: "challenge" | "deny",
): Sets["botProtection"] {
  if (found?.active !== true && known === undefined) return undefined;
  return { active: found?.active ?? false, action: (found?.action ?? standard) as "log" };
}

/** Vercel REST: the switch of the whole set may be missing where only its groups were ever written. */
const isOwaspOn = (managedRules: FirewallAnswer["managedRules"], crs: FirewallAnswer["crs"]): boolean =>
  managedRules?.owasp?.active ?? Object.values(crs ?? {}).some(({ active }) => active);

function owasp(on: boolean, crs: NonNullable<FirewallAnswer["crs"]>, known: Sets["owasp"]): Sets["owasp"] {
  if (!on && known === undefined) return undefined;
  const groups = owaspGroups.flatMap((group) => {
    const found = crs[group];
    const shown = found !== undefined && (found.active || known?.[group] !== undefined);
    return shown ? [[group, { active: on && found.active, action: found.action }]] : [];
  });
  return Object.fromEntries(groups);
}

function ruleTold({ name, description, active, conditionGroup, action: { mitigate } }: Wire): Rule {
  const { action, actionDuration, rateLimit, redirect } = mitigate;
  return {
    name,
    active,
    ...(description ? { description } : {}),
    conditionGroups: conditionGroup.map(({ conditions }) => ({ conditions: conditions.map(conditionTold) })),
    action: {
      action: action as Rule["action"]["action"],
      ...(actionDuration ? { actionDuration } : {}),
      ...(rateLimit ? { rateLimit: { ...rateLimit, action: rateLimit.action ?? "rate_limit" } as Limit } : {}),
      ...(redirect ? { redirect } : {}),
    },
  };
}

type Wire = NonNullable<FirewallAnswer["rules"]>[number];
type Limit = NonNullable<Rule["action"]["rateLimit"]>;

/** Vercel REST: `neg` may be missing where it is false; a value may come as a number. */
function conditionTold({ type, op, neg, key, value }: Wire["conditionGroup"][number]["conditions"][number]): Condition {
  return {
    type: type as Condition["type"],
    op: op as Condition["op"],
    neg: neg ?? false,
    ...(key ? { key } : {}),
    ...(Array.isArray(value) ? { values: value } : {}),
    ...(typeof value === "string" || typeof value === "number" ? { value: String(value) } : {}),
  };
}
