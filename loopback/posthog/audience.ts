import { z } from "zod";
import { invalid } from "./refusal.ts";
import { commonView, type Kind, siblings } from "./things.ts";

const matching = z.enum(["contains", "regex", "exact"]).nullish();
const text = z.string().nullish();

/** Actions: names are unique among those that are there, and steps get what the server keeps with them. */
export const actions: Kind = {
  name: "actions",
  ids: "number",
  deletion: "soft",
  schema: z.object({
    name: z.string().min(1).max(400),
    description: z.string(),
    steps: z.array(
      z.object({
        ...{ event: text, url: text, selector: text, tag_name: text, text: text, href: text },
        ...{ url_matching: matching, text_matching: matching, href_matching: matching },
        properties: z.array(z.looseObject({ key: z.string() })).nullish(),
      }),
    ),
    tags: z.array(z.string()),
    post_to_slack: z.boolean(),
    slack_message_format: z.string().max(1200),
  }),
  required: ["name"],
  initial: { description: "", steps: [], tags: [], post_to_slack: false, slack_message_format: "" },
  check(thing, context) {
    const { name } = thing.fields;
    if (siblings("actions", thing, context).some((other) => other.id !== thing.id && other.fields["name"] === name))
      throw invalid("unique", `This project already has an action with this name, ID ${thing.id}`, "name");
  },
  settle({ fields }) {
    fields["steps"] = (fields["steps"] as object[]).map((step) => ({ tag_name_matching: null, ...step }));
  },
  view: (thing, context) => ({
    ...commonView(thing, context),
    ...{ is_calculating: false, last_calculated_at: null, is_action: true, bytecode_error: null },
  }),
};

/** Cohorts: rules get their compiled form beside them. */
export const cohorts: Kind = {
  name: "cohorts",
  ids: "number",
  deletion: "soft",
  showsDeleted: true,
  schema: z.object({
    name: z.string().max(400).nullable(),
    description: z.string().max(1000),
    filters: z.looseObject({
      properties: z.looseObject({ type: z.enum(["AND", "OR"]), values: z.array(z.unknown()) }),
    }),
    is_static: z.boolean(),
  }),
  required: [],
  initial: { name: null, description: "", filters: null, is_static: false },
  check({ fields }) {
    if (!fields["is_static"] && !fields["filters"])
      throw invalid("invalid_input", "Must contain a 'properties' key with type and values", "filters");
  },
  settle({ fields }) {
    fields["filters"] = compiled(fields["filters"]);
  },
  view: (thing, context) => ({
    ...commonView(thing, context),
    ...{ is_calculating: false, count: 0, errors_calculating: 0, groups: [], query: null, experiment_set: [] },
  }),
};

/** A rule with what PostHog compiled of it. */
function compiled(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(compiled);
  if (typeof node !== "object" || node === null) return node;
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, compiled(value)]));
  return "key" in inner ? { ...inner, bytecode: ["_H", 1, 32], conditionHash: "0f0f0f0f0f0f0f0f" } : inner;
}
