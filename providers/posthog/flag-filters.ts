import type { Issue } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { isRecord } from "./declared.ts";

const percentage = z.number().min(0).max(100);

const property = z.strictObject({
  key: z.string().min(1).describe("Property, e.g. `email`; `id` of a cohort; the key of another flag."),
  type: z.enum(["person", "cohort", "group", "flag"]).default("person").describe("What has the property."),
  value: z
    .union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))])
    .describe("What it is compared with."),
  operator: z
    .string()
    .default("exact")
    .describe("How: `exact`, `is_not`, `icontains`, `regex`, `gt`, `is_set`, …; `in` or `not_in` for a cohort."),
  groupTypeIndex: z.int().min(0).max(4).optional().describe("Which type of group, where `type` is `group`."),
});

const group = z.strictObject({
  properties: z.array(property).default([]).describe("Conditions, all of which must hold. None: everybody."),
  rolloutPercentage: percentage.default(100).describe("Share of those that get the flag, 0 to 100."),
  variant: z.string().optional().describe("Variant that they get. Left out: by its share."),
  description: z.string().optional().describe("What this group is about."),
});

const variant = z.strictObject({
  key: z.string().min(1).describe("What the app sees as the flag's value."),
  name: z.string().default("").describe("Description."),
  rolloutPercentage: percentage.describe("Share of this variant; all together 100."),
});

/** Who gets a flag, and as what. */
export const filters = z.strictObject({
  groups: z.array(group).min(1).describe("Groups of users; the first that fits decides."),
  multivariate: z
    .strictObject({ variants: z.array(variant).min(1).describe("The variants.") })
    .optional()
    .describe("Variants. Left out: the flag is on or off."),
  payloads: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Any JSON value that goes with a variant, by its key; by `true` without variants."),
  aggregationGroupTypeIndex: z
    .int()
    .min(0)
    .max(4)
    .optional()
    .describe("Type of group that gets the flag as one. Left out: each user."),
});

export type Filters = z.output<typeof filters>;

/** What the schema cannot say of filters. */
export function filterIssues({ groups, multivariate, payloads }: Filters): Issue[] {
  const keys = multivariate?.variants.map(({ key }) => key);
  const sum = multivariate?.variants.reduce((total, one) => total + one.rolloutPercentage, 0);
  return [
    ...(sum === undefined || Math.abs(sum - 100) < 0.01
      ? []
      : [{ property: "filters.multivariate.variants", reason: `have shares of ${sum} together, and must have 100` }]),
    ...(keys === undefined || new Set(keys).size === keys.length
      ? []
      : [{ property: "filters.multivariate.variants", reason: "must have a key each of their own" }]),
    ...groups.flatMap((one, index) =>
      one.variant === undefined || keys?.includes(one.variant)
        ? []
        : [
            {
              property: `filters.groups[${index}].variant`,
              reason: `is no variant: ${keys?.join(", ") || "there are none"}`,
            },
          ],
    ),
    ...Object.keys(payloads)
      .filter((key) => !(keys ?? ["true"]).includes(key))
      .map((key) => ({
        property: `filters.payloads.${key}`,
        reason: `belongs to nothing: allowed are ${(keys ?? ["true"]).join(", ")}`,
      })),
  ];
}

type Body = Readonly<Record<string, unknown>>;

/** Filters in the API's form, over what is there of the same flag: parts that cannot be declared stay. */
export function toFilters(
  { groups, multivariate, payloads, aggregationGroupTypeIndex }: Filters,
  there: Body = {},
): Body {
  return {
    ...there,
    groups: groups.map(({ properties, rolloutPercentage, variant = null, description = null }) => ({
      properties: properties.map(({ groupTypeIndex, ...one }) => ({
        ...one,
        ...(groupTypeIndex === undefined ? {} : { group_type_index: groupTypeIndex }),
      })),
      rollout_percentage: rolloutPercentage,
      variant,
      description,
    })),
    multivariate: multivariate
      ? {
          variants: multivariate.variants.map(({ key, name, rolloutPercentage }) => ({
            ...{ key, name, rollout_percentage: rolloutPercentage },
          })),
        }
      : null,
    // PostHog API: a payload is JSON as text.
    payloads: Object.fromEntries(Object.entries(payloads).map(([key, value]) => [key, JSON.stringify(value)])),
    aggregation_group_type_index: aggregationGroupTypeIndex ?? null,
  };
}

/** Filters of the API in the form that Check gives them; what PostHog adds is left out. */
export function toldFilters(body: Body): Filters {
  const multivariate = isRecord(body["multivariate"]) ? list(body["multivariate"]["variants"]) : undefined;
  return {
    groups: list(body["groups"]).map((one) => ({
      properties: list(one["properties"]).map(toldProperty),
      rolloutPercentage: Number(one["rollout_percentage"] ?? 100),
      ...given("variant", one["variant"]),
      ...given("description", one["description"]),
    })),
    ...(multivariate && {
      multivariate: {
        variants: multivariate.map((one) => ({
          key: String(one["key"]),
          name: String(one["name"] ?? ""),
          rolloutPercentage: Number(one["rollout_percentage"]),
        })),
      },
    }),
    payloads: Object.fromEntries(
      Object.entries(isRecord(body["payloads"]) ? body["payloads"] : {}).map(([key, text]) => [key, parsed(text)]),
    ),
    ...given("aggregationGroupTypeIndex", body["aggregation_group_type_index"]),
  } as Filters;
}

function toldProperty({ key, type, value, operator, group_type_index }: Body): unknown {
  return {
    ...{ key, type: type ?? "person", value, operator: operator ?? "exact" },
    ...given("groupTypeIndex", group_type_index),
  };
}

const list = (value: unknown): Body[] => (Array.isArray(value) ? value.filter(isRecord) : []);

const given = (name: string, value: unknown): Body => (value === null || value === undefined ? {} : { [name]: value });

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return text;
  }
}
