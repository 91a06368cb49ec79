import type { Issue } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { inOrder } from "./order.ts";

const interval = z.enum(["1min", "5min", "15min", "1h", "1d", "1w", "30d"]);
/** Sentry API: equals, contains, starts and ends with, is set, is greater, each with its opposite. */
const match = z.enum([
  "eq",
  "ne",
  "co",
  "nc",
  "sw",
  "nsw",
  "ew",
  "new",
  "is",
  "ns",
  "gt",
  "gte",
  "lt",
  "lte",
  "in",
  "nin",
]);
const amount = z.number().min(0).describe("How many, or how many percent.");
const textValue = z.string().optional().describe("What it is compared with; not for `is` and `ns`.");
const nothing = z.strictObject({});
const include = z.boolean().optional().describe("False: any other one.");

const filters = z
  .array(
    z.strictObject({
      key: z.string().optional().describe("A tag. Not with `attribute`."),
      attribute: z.string().optional().describe("An attribute of the event. Not with `key`."),
      match,
      value: textValue,
    }),
  )
  .min(1)
  .transform(inOrder)
  .optional()
  .describe("Counts only events that fit; a set.");

/** Every condition that we know by name, with what it compares. */
const conditions = {
  ageComparison: z.strictObject({
    comparisonType: z.enum(["older", "newer"]),
    time: z.enum(["minute", "hour", "day", "week"]),
    value: amount,
  }),
  assignedTo: z.strictObject({
    targetType: z.enum(["Unassigned", "Member", "Team"]),
    targetId: z.string().optional().describe("Id of the member or `internalId` of the team."),
  }),
  eventAttribute: z.strictObject({
    attribute: z.string().min(1).describe("E.g. `message`, `http.url`."),
    match,
    value: textValue,
  }),
  eventFrequencyCount: z.strictObject({ interval, value: amount, filters }),
  eventFrequencyPercent: z.strictObject({ comparisonInterval: interval, interval, value: amount, filters }),
  eventUniqueUserFrequencyCount: z.strictObject({ interval, value: amount, filters }),
  issueCategory: z.strictObject({ value: z.int().describe("Number of the category, e.g. 1 for errors."), include }),
  issueOccurrences: z.strictObject({ value: amount }),
  issuePriorityDeescalating: nothing,
  issuePriorityGreaterOrEqual: z.strictObject({ comparison: z.literal([25, 50, 75]) }),
  issueType: z.strictObject({ value: z.string().describe("E.g. `error`."), include }),
  latestAdoptedRelease: z.strictObject({
    ageComparison: z.enum(["older", "newer"]),
    environment: z.string().describe("Where it is in use."),
    releaseAgeType: z.enum(["oldest", "newest"]),
  }),
  latestRelease: nothing,
  level: z.strictObject({ level: z.literal([0, 10, 20, 30, 40, 50]), match }),
  percentSessionsCount: z.strictObject({ interval, value: amount }),
  percentSessionsPercent: z.strictObject({ comparisonInterval: interval, interval, value: amount }),
  taggedEvent: z.strictObject({ key: z.string().min(1).describe("Name of the tag."), match, value: textValue }),
};
type Name = keyof typeof conditions;

const descriptions: Readonly<Record<Name, string>> = {
  ageComparison: "How old the issue is.",
  assignedTo: "Whom the issue is assigned to.",
  eventAttribute: "An attribute of the event.",
  eventFrequencyCount: "How many events the issue has in an interval.",
  eventFrequencyPercent: "By how many percent it has more than in the interval compared with.",
  eventUniqueUserFrequencyCount: "How many users the issue has met in an interval.",
  issueCategory: "The issue's category, by its number.",
  issueOccurrences: "How often the issue has happened.",
  issuePriorityDeescalating: "The issue's priority sinks.",
  issuePriorityGreaterOrEqual: "The issue's priority: 25 low, 50 medium, 75 high.",
  issueType: "The issue's type.",
  latestAdoptedRelease: "The release of the event against the latest one in use.",
  latestRelease: "The event is of the latest release.",
  level: "The event's level: 50 fatal, 40 error, 30 warning, 20 info, 10 debug, 0 sample.",
  percentSessionsCount: "What percentage of sessions the issue has met in an interval.",
  percentSessionsPercent: "By how many percent more than in the interval compared with.",
  taggedEvent: "A tag of the event.",
};

const shape = Object.fromEntries(
  Object.entries(conditions).map(([name, fields]) => [name, fields.optional().describe(descriptions[name as Name])]),
) as { [N in Name]: z.ZodOptional<(typeof conditions)[N]> };

/** One condition: exactly one of these. */
export const condition = z.strictObject({
  ...shape,
  other: z
    .strictObject({
      type: z.string().describe("Its type."),
      comparison: z.unknown().describe("What it compares."),
    })
    .optional()
    .describe("Any other condition, in the form of Sentry's API."),
});
export type Condition = z.output<typeof condition>;

/** As Sentry takes and tells it. */
interface ApiCondition {
  readonly type: string;
  readonly comparison?: unknown;
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const isName = (name: string): name is Name => Object.hasOwn(conditions, name);

/** Sentry API: `{type: "age_comparison", comparison: {comparison_type, time, value}}`; true where there is nothing to compare. */
export function toCondition(given: Condition): ApiCondition & { condition_result: true } {
  const [name = "", fields = {}] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (given.other !== undefined) return { ...given.other, condition_result: true };
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  const comparison =
    given.issuePriorityGreaterOrEqual !== undefined
      ? given.issuePriorityGreaterOrEqual.comparison
      : entries.length === 0 || Object.fromEntries(entries.map(([key, value]) => [apiKey(key), value]));
  return { type: snake(name), comparison, condition_result: true };
}

const apiKey = (key: string): string => (key === "targetId" ? "target_identifier" : snake(key));
const ourKey = (key: string): string => (camel(key) === "targetIdentifier" ? "targetId" : camel(key));

/** The reverse; what does not fit the condition that its type names stands under `other`. */
export function fromCondition({ type, comparison }: ApiCondition): Condition {
  const name = camel(type);
  if (!isName(name)) return { other: { type, comparison } };
  const fields =
    typeof comparison === "object" && comparison !== null
      ? Object.fromEntries(Object.entries(comparison).flatMap(([key, value]) => field(ourKey(key), value)))
      : name === "issuePriorityGreaterOrEqual"
        ? { comparison }
        : {};
  const result = condition.safeParse({ [name]: fields });
  return result.success ? result.data : { other: { type, comparison } };
}

/** Sentry tells ids as numbers too, and what is not set as null or as an empty list. */
function field(key: string, value: unknown): [string, unknown][] {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return [];
  return [[key, key === "targetId" ? String(value) : value]];
}

/** Where it is not exactly one. */
export function oneOf(property: string, given: Readonly<Record<string, unknown>>): Issue[] {
  const names = Object.keys(given).filter((name) => given[name] !== undefined);
  if (names.length === 1) return [];
  const reason = names.length === 0 ? "is empty: it takes one kind" : `takes one kind, not ${names.join(" and ")}`;
  return [{ property, reason }];
}
