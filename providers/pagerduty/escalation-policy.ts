import type { Http } from "@groundplan/kit/http.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { deleteOnceUnused, findByName, get, reference, unwrap } from "./client.ts";
import { directory } from "./people.ts";

const target = z.strictObject({
  type: z
    .enum(["user_reference", "schedule_reference"])
    .default("user_reference")
    .describe("Whether a person or an on-call schedule is called."),
  id: z.string().min(1).describe("Id of the schedule or the user; of a user also the e-mail, which becomes the id."),
});

const rule = z.strictObject({
  escalationDelayInMinutes: z.int().min(1).describe("Minutes until the next rule, 1 or more."),
  targets: z.array(target).min(1).max(10).describe("Who is called, 1 to 10."),
});

const inputs = z.strictObject({
  name: z.string().min(1).describe("Name, unique in the account."),
  description: z.string().default("").describe("What it is for."),
  numLoops: z.int().min(0).max(9).default(0).describe("How often the rules are gone through again, 0 to 9."),
  rules: z.array(rule).min(1).describe("Who is called, in this order."),
  teams: z.string().optional().describe("Id of the team that it belongs to, one at most."),
});
type Inputs = z.output<typeof inputs>;

/** PagerDuty REST: `GET /escalation_policies/{id}`. */
const answer = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  num_loops: z.number(),
  escalation_rules: z.array(
    z.object({
      escalation_delay_in_minutes: z.number(),
      targets: z.array(z.object({ id: z.string(), type: z.string() })),
    }),
  ),
  teams: z.array(reference).default([]),
});

export const escalationPolicy = resource<Http>()({
  token: "pagerduty:index/escalationPolicy:EscalationPolicy",
  description: "Who is called about an incident, and who next when nobody answers.",
  calls: [
    "GET /users",
    "GET /escalation_policies",
    "POST /escalation_policies",
    "GET /escalation_policies/{id}",
    "PUT /escalation_policies/{id}",
    "DELETE /escalation_policies/{id}",
  ],
  inputs,
  outputs: z.object({}),
  importId: "<escalation policy id>",

  async check(call, wanted) {
    // Absent while a schedule's id is not known yet.
    const rules: Inputs["rules"] = wanted.rules ?? [];
    const people = await directory(
      call,
      rules.flatMap(({ targets }) => targets.filter(isUser).map(({ id }) => id)),
    );
    const resolved = rules.map((one) => ({
      ...one,
      targets: one.targets.map((to) => (isUser(to) ? { ...to, id: people.idOf(to.id) } : to)),
    }));
    const issues = rules.flatMap(({ targets }, i) =>
      targets.flatMap((to, j) => (isUser(to) ? people.issueOf(to.id, `rules[${i}].targets[${j}].id`) : [])),
    );
    return { inputs: wanted.rules === undefined ? {} : { rules: resolved }, issues };
  },

  find: (call, { name }) => findByName(call, "escalation_policies", name),

  async create({ client }, wanted) {
    const { body } = await client.send("POST", "/escalation_policies", { body: bodyOf(wanted) });
    return { id: unwrap("escalation_policy", answer, body, "POST /escalation_policies").id, outputs: {} };
  },

  async read(call, id) {
    const found = await readPolicy(call, id);
    if (found === undefined) return undefined;
    const [team] = found.teams;
    const rules = found.escalation_rules.map((one) => ({
      escalationDelayInMinutes: one.escalation_delay_in_minutes,
      targets: one.targets.map(({ id, type }) => ({
        type: type.startsWith("schedule") ? ("schedule_reference" as const) : ("user_reference" as const),
        id,
      })),
    }));
    const { name, description, num_loops } = found;
    const told = { name, description: description ?? "", numLoops: num_loops, rules };
    return { inputs: team === undefined ? told : { ...told, teams: team.id }, outputs: {} };
  },

  async update({ client }, id, wanted) {
    await client.send("PUT", `/escalation_policies/${id}`, { body: bodyOf(wanted) });
    return {};
  },

  delete: (call, id) => deleteOnceUnused(call, `/escalation_policies/${id}`),
});

const isUser = ({ type }: { type: string }): boolean => type === "user_reference";

const readPolicy = (call: Reading<Http>, id: string) =>
  get(call, `/escalation_policies/${id}`, "escalation_policy", answer);

const bodyOf = ({ name, description, numLoops, rules, teams }: Inputs) => ({
  escalation_policy: {
    type: "escalation_policy",
    name,
    description,
    num_loops: numLoops,
    escalation_rules: rules.map(({ escalationDelayInMinutes, targets }) => ({
      escalation_delay_in_minutes: escalationDelayInMinutes,
      targets,
    })),
    teams: teams === undefined ? [] : [{ id: teams, type: "team_reference" }],
  },
});
