import { z } from "zod";
import { invalid } from "./refusal.ts";
import { newUuid } from "./state.ts";
import { commonView, type Kind, thingsOf } from "./things.ts";

const percentage = z.number().min(0).max(100).nullable();

// Unknown keys stay: PostHog keeps what newer apps write into filters.
const filters = z.looseObject({
  groups: z
    .array(
      z.looseObject({
        properties: z.array(z.looseObject({ key: z.string(), type: z.string() })).optional(),
        rollout_percentage: percentage.optional(),
        variant: z.string().nullish(),
      }),
    )
    .optional(),
  multivariate: z
    .looseObject({
      variants: z.array(
        z.looseObject({ key: z.string(), name: z.string().nullish(), rollout_percentage: z.number().min(0).max(100) }),
      ),
    })
    .nullish(),
  payloads: z.record(z.string(), z.string()).optional(),
  aggregation_group_type_index: z.int().nullish(),
});
type Filters = z.output<typeof filters>;

/** Feature flags: a key is unique in its project, also among those that were deleted. */
export const flags: Kind = {
  name: "feature_flags",
  ids: "number",
  deletion: "soft",
  showsDeleted: true,
  schema: z.object({
    key: z.string().max(400),
    name: z.string(),
    active: z.boolean(),
    filters,
    tags: z.array(z.string()),
    ensure_experience_continuity: z.boolean().nullable(),
    evaluation_runtime: z.enum(["server", "client", "all"]).nullable(),
  }),
  required: ["key"],
  initial: {
    name: "",
    active: true,
    filters: {},
    tags: [],
    ensure_experience_continuity: false,
    evaluation_runtime: "all",
  },
  check({ id, project, fields }, context) {
    const key = String(fields["key"]);
    if (!/^[a-zA-Z0-9_-]+$/.test(key))
      throw invalid("invalid_key", "Only letters, numbers, hyphens (-) & underscores (_) are allowed.", "key");
    const taken = thingsOf("feature_flags", context).some(
      (other) => other.id !== id && other.project === project && other.fields["key"] === key,
    );
    if (taken) throw invalid("unique", "There is already a feature flag with this key.", "key");
    const { groups = [], multivariate, payloads = {} } = fields["filters"] as Filters;
    const variants = multivariate?.variants;
    if (variants && Math.round(variants.reduce((sum, one) => sum + one.rollout_percentage, 0)) !== 100)
      throw invalid("invalid_input", "Invalid variant definitions: rollout percentages must add up to 100.", "filters");
    for (const { variant } of groups)
      if (variant && !variants?.some(({ key }) => key === variant))
        throw invalid("invalid_input", `Invalid variant override: ${variant}.`, "filters");
    for (const payload of Object.values(payloads))
      if (!isJson(payload)) throw invalid("invalid_input", "Payload value is not valid JSON", "filters");
  },
  settle({ fields }, context) {
    const { groups, ...rest } = fields["filters"] as Filters;
    fields["filters"] = {
      payloads: {},
      multivariate: null,
      ...rest,
      groups: (groups ?? [{ properties: [], rollout_percentage: 0 }]).map((group) => ({
        variant: null,
        sort_key: newUuid(context),
        users_affected: null,
        ...group,
      })),
    };
  },
  view(thing, context) {
    const { groups = [], multivariate } = thing.fields["filters"] as Filters;
    const simple = groups.length === 1 && !multivariate && (groups[0]?.properties ?? []).length === 0;
    return {
      ...commonView(thing, context),
      is_simple_flag: simple,
      rollout_percentage: simple ? (groups[0]?.rollout_percentage ?? null) : null,
      experiment_set: [],
      surveys: [],
      status: "ACTIVE",
    };
  },
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
