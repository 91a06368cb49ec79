import { z } from "zod";
import { invalid } from "./refusal.ts";
import type { StoredThing } from "./state.ts";
import { commonView, type Kind } from "./things.ts";

type Fields = Record<string, unknown>;
const record = z.record(z.string(), z.unknown());
const field = z.looseObject({
  key: z.string(),
  type: z.string(),
  secret: z.boolean().optional(),
  required: z.boolean().optional(),
});
type Field = z.output<typeof field>;

/** What a template gives; PostHog has hundreds of them. */
const templates: Readonly<Record<string, { name: string; hog: string; icon_url: string; inputs_schema: Field[] }>> = {
  "template-webhook": {
    name: "HTTP Webhook",
    hog: "let payload := {'headers': inputs.headers, 'body': inputs.body, 'method': inputs.method};\nfetch(inputs.url, payload);",
    icon_url: "/static/posthog-icon.svg",
    inputs_schema: [
      { key: "url", type: "string", required: true },
      { key: "method", type: "choice" },
      { key: "headers", type: "dictionary" },
    ],
  },
  "template-slack": {
    name: "Slack",
    hog: "fetch('https://slack.com/api/chat.postMessage', {'body': inputs.text});",
    icon_url: "/static/services/slack.png",
    inputs_schema: [
      { key: "slack_workspace", type: "integration", required: true },
      { key: "channel", type: "integration_field", required: true },
      { key: "text", type: "string" },
    ],
  },
};

/** Hog functions: inputs are compiled, and secret ones are never told again. */
export const functions: Kind = {
  name: "hog_functions",
  ids: "uuid",
  deletion: "soft",
  schema: z.object({
    type: z.enum([
      ...(["destination", "internal_destination", "transformation"] as const),
      ...(["site_destination", "site_app", "source_webhook"] as const),
    ]),
    name: z.string().max(400).nullable(),
    description: z.string(),
    enabled: z.boolean(),
    template_id: z.string(),
    hog: z.string(),
    inputs_schema: z.array(field).nullable(),
    inputs: z.record(z.string(), z.looseObject({ value: z.unknown().optional() })).nullable(),
    filters: record.nullable(),
    masking: record.nullable(),
    mappings: z.array(record).nullable(),
    icon_url: z.string().nullable(),
    execution_order: z.int().min(0).max(32_767).nullable(),
  }),
  required: ["type"],
  initial: {
    ...{ name: null, description: "", enabled: true, hog: "", inputs_schema: null, inputs: {}, filters: {} },
    ...{ masking: null, mappings: null, icon_url: null, execution_order: null },
  },
  check(thing, context, isNew) {
    const { fields } = thing;
    const id = fields["template_id"];
    const template = typeof id === "string" ? templates[id] : undefined;
    if (id !== undefined && template === undefined)
      throw invalid("invalid_input", `No template found for id '${id}'`, "template_id");
    fillFromTemplate(fields, template);
    const old = isNew ? undefined : context.state.things.hog_functions?.find((one) => one.id === thing.id);
    if (old !== undefined && old.fields["type"] !== fields["type"])
      throw invalid("invalid_input", "Cannot modify the type of an existing function", "type");
    const hog = String(fields["hog"] ?? "").trim();
    if (hog === "") throw invalid("required", "This field is required.", "hog");
    if (count(hog, "{") !== count(hog, "}") || count(hog, "(") !== count(hog, ")"))
      throw invalid("invalid_input", "Hog code failed to compile: mismatched input '<EOF>'", "hog");
    const given = fields["inputs"] as Record<string, Fields>;
    // A secret that was left out, or sent as its own placeholder, stays.
    const kept = (old?.fields["inputs"] ?? {}) as Record<string, Fields>;
    for (const { key, secret } of schemaOf(thing).filter(({ key }) => key in kept))
      if (secret && (given[key] === undefined || given[key]["secret"] === true)) given[key] = kept[key] ?? {};
    const missing = schemaOf(thing).find(({ key, required }) => required && given[key]?.["value"] === undefined);
    if (missing) throw invalid("required", "This field is required.", `inputs__${missing.key}`);
  },
  settle(thing, context) {
    const { fields } = thing;
    fields["hog"] = String(fields["hog"]).trimEnd();
    const secrets = secretKeys(thing);
    const given = Object.entries(fields["inputs"] as Record<string, Fields>);
    fields["inputs"] = Object.fromEntries(
      given.map(([key, one], order) => {
        const { value } = one;
        if (secrets.includes(key))
          return [key, { order, value: typeof value === "string" ? context.secret(value) : value }];
        return [key, { ...one, order, ...(typeof value === "string" && { bytecode: ["_H", 1, 32, value] }) }];
      }),
    );
    fields["filters"] = { ...((fields["filters"] ?? {}) as Fields), bytecode: ["_H", 1, 29] };
    if (fields["masking"]) fields["masking"] = { ...(fields["masking"] as Fields), bytecode: ["_H", 1, 32] };
  },
  view(thing, context) {
    const { template_id, inputs, version: _, ...shown } = commonView(thing, context);
    const secrets = secretKeys(thing);
    const template = templates[String(template_id)];
    return {
      ...shown,
      inputs: Object.fromEntries(
        Object.entries(inputs as Fields).map(([key, one]) => [key, secrets.includes(key) ? { secret: true } : one]),
      ),
      template: template ? { id: template_id, ...template } : null,
      status: { state: 0, tokens: 0 },
    };
  },
};

function fillFromTemplate(fields: Fields, template: (typeof templates)[string] | undefined): void {
  if (template === undefined) return;
  if (!fields["hog"]) fields["hog"] = template.hog;
  fields["inputs_schema"] ??= template.inputs_schema;
  fields["icon_url"] ??= template.icon_url;
  fields["name"] ??= template.name;
}

const schemaOf = ({ fields }: StoredThing): Field[] => (fields["inputs_schema"] ?? []) as Field[];
const secretKeys = (thing: StoredThing): string[] =>
  schemaOf(thing)
    .filter(({ secret }) => secret)
    .map(({ key }) => key);
const count = (text: string, letter: string): number => text.split(letter).length - 1;
