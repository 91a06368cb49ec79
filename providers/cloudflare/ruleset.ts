import type { Http } from "@groundplan/kit/http.ts";
import { type Issue, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { resultOf } from "./client.ts";
import { namedBy, type Rule, type RulesetInputs, rulesetInputs } from "./ruleset-inputs.ts";
import { toCamel, toSnake } from "./snake.ts";
import { unknownZone, zoneCalls, zoneOf } from "./zone.ts";

const fields = z.record(z.string(), z.unknown());

/** Cloudflare API: `GET /zones/{zone}/rulesets/{id}`. */
const answer = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  phase: z.string(),
  version: z.string(),
  rules: z
    .array(
      z.object({
        id: z.string(),
        ref: z.string().nullish(),
        action: z.string(),
        expression: z.string(),
        description: z.string().nullish(),
        enabled: z.boolean().nullish(),
        action_parameters: fields.nullish(),
        ratelimit: fields.nullish(),
        logging: z.object({ enabled: z.boolean() }).nullish(),
      }),
    )
    .nullish(),
});
type Answer = z.output<typeof answer>;

export const ruleset = resource<Http>()({
  token: "cloudflare:index/ruleset:Ruleset",
  description:
    "All rules of one phase of a zone: its entry point. It is found again by zone and phase. One that has no rules yet is " +
    "nobody's, and is taken.",
  calls: [
    ...zoneCalls,
    "GET /zones/{zone_id}/rulesets/phases/{ruleset_phase}/entrypoint",
    "PUT /zones/{zone_id}/rulesets/phases/{ruleset_phase}/entrypoint",
    "GET /zones/{zone_id}/rulesets/{ruleset_id}",
    "DELETE /zones/{zone_id}/rulesets/{ruleset_id}",
  ],
  inputs: rulesetInputs,
  outputs: z.object({
    rulesetId: z.string().describe("Id of the ruleset in its zone."),
    version: z.string().describe("Counts its changes."),
  }),
  changing: ["version"],
  replaceOn: ["zoneId", "phase"],
  importId: "zones/<zone id>/<ruleset id>",

  parseId: (id) => (/^zones\/[0-9a-f]{32}\/[0-9a-f]{32}$/.test(id) ? {} : undefined),

  async check(call, given) {
    const issues = rulesIssues(given);
    if (given.zoneId === undefined) return { issues };
    const zone = await zoneOf(call, given.zoneId);
    if (zone === undefined) return { issues: [...issues, ...(await unknownZone(call, given.zoneId))] };
    return { issues, inputs: { zoneId: zone.id } };
  },

  async find({ client }, wanted) {
    const path = entryPoint(wanted);
    const { status, body } = await client.send("GET", path, { accept: [404] });
    if (status === 404) return undefined;
    const found = resultOf(answer, body, `GET ${path}`);
    return (found.rules ?? []).length === 0 ? undefined : `zones/${wanted.zoneId}/${found.id}`;
  },

  async create({ client }, wanted) {
    const made = await put(client, wanted);
    return { id: `zones/${wanted.zoneId}/${made.id}`, outputs: outputsOf(made) };
  },

  async read({ client }, id, known) {
    const path = pathOf(id);
    const { status, body } = await client.send("GET", path, { accept: [404] });
    if (status === 404) return undefined;
    const found = resultOf(answer, body, `GET ${path}`);
    return { inputs: told(found, id.split("/")[1] ?? "", known.rules), outputs: outputsOf(found) };
  },

  async update({ client }, _, wanted) {
    return outputsOf(await put(client, wanted));
  },

  async delete({ client }, id) {
    await client.send("DELETE", pathOf(id), { accept: [404] });
  },
});

const entryPoint = ({ zoneId, phase }: RulesetInputs) => `/zones/${zoneId}/rulesets/phases/${phase}/entrypoint`;
const pathOf = (id: string) => `/zones/${id.split("/")[1]}/rulesets/${id.split("/")[2]}`;

/** PUT replaces all rules, and makes the entry point where there is none. */
async function put(http: Http, wanted: RulesetInputs): Promise<Answer> {
  const path = entryPoint(wanted);
  const { name, kind, phase, description, rules } = wanted;
  const body = { name, kind, phase, description, rules: toSnake(rules, namedBy) };
  return resultOf(answer, (await http.send("PUT", path, { body })).body, `PUT ${path}`);
}

function rulesIssues({ phase, rules = [] }: Partial<RulesetInputs>): Issue[] {
  const refs = rules.map(({ ref }) => ref);
  return rules.flatMap(({ ref, ratelimit, logging, action }, index) => {
    const at = `rules[${index}]`;
    const inLimits = phase === "http_ratelimit";
    return [
      ...(ref !== undefined && refs.indexOf(ref) < index
        ? [{ property: `${at}.ref`, reason: "is another rule's" }]
        : []),
      ...(inLimits && ratelimit === undefined
        ? [{ property: `${at}.ratelimit`, reason: "is required in http_ratelimit" }]
        : []),
      ...(phase !== undefined && !inLimits && ratelimit !== undefined
        ? [{ property: `${at}.ratelimit`, reason: "is for http_ratelimit only" }]
        : []),
      ...(logging !== undefined && action !== "skip"
        ? [{ property: `${at}.logging`, reason: "is for skip only" }]
        : []),
    ];
  });
}

function told(found: Answer, zoneId: string, known: readonly Rule[] = []): Partial<RulesetInputs> {
  const rules = (found.rules ?? []).map((one, index) => {
    const { action, expression, description, enabled, logging } = one;
    // Cloudflare API: a rule without a ref has its id for one, and a skipping rule logs where nothing was said.
    const ref = one.ref && one.ref !== one.id ? { ref: one.ref } : {};
    const says = logging && (!logging.enabled || known[index]?.logging !== undefined);
    return {
      ...{ action, expression, description: description ?? "", enabled: enabled ?? true, ...ref },
      ...(one.action_parameters && { actionParameters: toldParameters(one.action_parameters) }),
      ...(one.ratelimit && { ratelimit: { ...noLimits, ...(toCamel(one.ratelimit) as object) } }),
      ...(says ? { logging } : {}),
    } as Rule;
  });
  const { name, phase, description } = found;
  return {
    ...{ zoneId, name, kind: "zone", rules },
    phase: phase as RulesetInputs["phase"],
    description: description ?? "",
  };
}

/** With our defaults where the API says nothing; parameters that cannot be declared show as a difference. */
function toldParameters(body: Readonly<Record<string, unknown>>): unknown {
  const told = toCamel(body, namedBy);
  const schema = rulesetInputs.shape.rules.element.shape.actionParameters;
  return schema.safeParse(told).data ?? told;
}

/** What a limit has where the API says nothing. */
const noLimits = { mitigationTimeout: 0, countingExpression: "", requestsToOrigin: false };

const outputsOf = ({ id, version }: Answer) => ({ rulesetId: id, version });
