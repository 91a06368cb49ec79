import { z } from "zod";
import { asDeclared, isRecord } from "./declared.ts";
import { projectId, projectObject } from "./project-object.ts";

const types = [
  ...(["destination", "internal_destination", "transformation"] as const),
  ...(["site_destination", "site_app", "source_webhook"] as const),
] as const;

/** PostHog API: what the server writes into inputs, filters and mappings, at any depth. */
const additions = ["bytecode", "bytecode_error", "transpiled", "order"];

const record = z.record(z.string(), z.unknown());
const records = z.array(record);

const input = z.strictObject({
  value: z.unknown().describe("The value; in texts `{event.…}` and the like are filled in."),
  templating: z.string().optional().describe("How texts are filled in: `hog` or `liquid`."),
});

/** PostHog API: `GET /api/environments/{id}/hog_functions/{id}/`. */
const answer = z.object({
  id: z.string(),
  type: z.enum(types),
  name: z.string().nullish(),
  description: z.string().nullish(),
  enabled: z.boolean().nullish(),
  hog: z.string().nullish(),
  icon_url: z.string().nullish(),
  inputs_schema: records.nullish(),
  inputs: z.record(z.string(), record).nullish(),
  filters: record.nullish(),
  masking: record.nullish(),
  mappings: records.nullish(),
  execution_order: z.number().nullish(),
  template: z.object({ id: z.string() }).nullish(),
});

const inputs = z.strictObject({
  projectId,
  name: z.string().min(1).max(400).describe("Name, unique among those of its type in its project."),
  type: z.enum(types).describe("What it is for."),
  description: z.string().default("").describe("What it does."),
  enabled: z.boolean().default(true).describe("Whether it runs."),
  templateId: z.string().optional().describe("Template, e.g. `template-webhook`, which gives what is left out below."),
  hog: z
    .string()
    .transform((code) => code.trimEnd())
    .optional()
    .describe("Code in Hog. Left out: the template's."),
  inputsSchema: records.optional().describe("What inputs there are, in the API's own names. Left out: the template's."),
  inputs: z.record(z.string(), input).default({}).describe("Values of inputs that are no secret, by their keys."),
  secretInputs: z
    .record(z.string(), z.string())
    .optional()
    .describe("Values of inputs that the schema calls secret, by their keys; never told again."),
  filters: record.optional().describe("Which events, in the API's own names. Left out: all."),
  masking: record.optional().describe("How often at most: `{ hash, ttl, threshold }`."),
  mappings: records.optional().describe("Several cases, each with filters and inputs of its own."),
  iconUrl: z.string().optional().describe("Icon. Left out: the template's."),
  executionOrder: z.int().min(0).max(32_767).optional().describe("Place among transformations."),
});

export const hogFunction = projectObject({
  token: "posthog:index/hogFunction:HogFunction",
  description:
    "Code that runs for events: destinations, webhooks, Slack messages, transformations. Found again by type and name. Of " +
    "free-form parts only what is declared is compared.",
  path: "environments/hog_functions",
  deletion: "soft",
  replaceOn: ["projectId", "type", "templateId"],
  secrets: ["secretInputs"],
  writeOnly: ["secretInputs"],
  inputs,
  answer,
  outputs: z.object({ functionId: z.string().describe("UUID of the function.") }),
  check: ({ inputs = {}, secretInputs = {} }) => ({
    issues: Object.keys(secretInputs)
      .filter((key) => key in inputs)
      .map((key) => ({ property: `secretInputs.${key}`, reason: "stands in inputs, too: which one counts?" })),
  }),
  isSame: (found, { name, type, templateId }) =>
    found.name === name && found.type === type && (found.template?.id ?? undefined) === templateId,
  body: (wanted) => ({
    ...{ name: wanted.name, type: wanted.type, description: wanted.description, enabled: wanted.enabled },
    ...given("template_id", wanted.templateId),
    ...given("hog", wanted.hog),
    ...given("inputs_schema", wanted.inputsSchema),
    ...given("icon_url", wanted.iconUrl),
    inputs: { ...wanted.inputs, ...asInputs(wanted.secretInputs ?? {}) },
    filters: wanted.filters ?? {},
    masking: wanted.masking ?? null,
    mappings: wanted.mappings ?? null,
    execution_order: wanted.executionOrder ?? null,
  }),
  told(found, project, known) {
    // What the template gave is nobody's declaration.
    const byTemplate = (name: "hog" | "inputsSchema" | "iconUrl", value: unknown) =>
      found.template && known[name] === undefined ? {} : given(name, asDeclared(known[name], value, additions));
    const part = (name: "filters" | "masking" | "mappings", value: unknown) => {
      const rest = asDeclared(known[name], value ?? undefined, additions);
      return isEmpty(rest) && known[name] === undefined ? {} : given(name, rest);
    };
    return {
      projectId: project,
      ...(found.name ? { name: found.name } : {}),
      type: found.type,
      description: found.description ?? "",
      enabled: found.enabled ?? true,
      ...given("templateId", found.template?.id),
      ...byTemplate("hog", found.hog || undefined),
      ...byTemplate("inputsSchema", found.inputs_schema ?? undefined),
      ...byTemplate("iconUrl", found.icon_url ?? undefined),
      inputs: openInputs(asDeclared(undefined, found.inputs ?? {}, additions)),
      ...part("filters", found.filters),
      ...part("masking", found.masking),
      ...part("mappings", found.mappings),
      ...given("executionOrder", found.execution_order),
    };
  },
  outputsOf: ({ id }) => ({ functionId: id }),
});

const given = (name: string, value: unknown) => (value === undefined || value === null ? {} : { [name]: value });

const isEmpty = (value: unknown): boolean =>
  value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);

const asInputs = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]));

/** PostHog API: a secret input comes back as `{"secret": true}`. */
const openInputs = (told: unknown) =>
  Object.fromEntries(
    Object.entries(isRecord(told) ? told : {})
      .filter(([, one]) => isRecord(one) && one["secret"] !== true)
      .map(([key, one]) => [
        key,
        isRecord(one) ? { value: one["value"], ...given("templating", one["templating"]) } : {},
      ]),
  ) as z.output<typeof inputs>["inputs"];
