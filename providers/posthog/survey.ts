import { z } from "zod";
import { asDeclared } from "./declared.ts";
import { filters, toFilters } from "./flag-filters.ts";
import { projectId, projectObject } from "./project-object.ts";

const types = ["popover", "widget", "external_survey", "api"] as const;
const schedules = ["once", "recurring", "always"] as const;

/** PostHog API: what the server gives to each question. */
const additions = ["id", "descriptionContentType"];

const record = z.record(z.string(), z.unknown());

const date = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), "must be a time such as 2026-01-31T08:00:00Z")
  .transform((text) => instant(text));

const instant = (text: string): string => new Date(text).toISOString().replace(".000Z", "Z");

const count = z.int().min(1).max(32_767);

/** PostHog API: `GET /api/projects/{id}/surveys/{id}/`. */
const answer = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(types),
  description: z.string().nullish(),
  questions: z.array(record).nullish(),
  conditions: record.nullish(),
  appearance: record.nullish(),
  schedule: z.enum(schedules).nullish(),
  linked_flag: z.object({ id: z.number() }).nullish(),
  start_date: z.string().nullish(),
  end_date: z.string().nullish(),
  archived: z.boolean().nullish(),
  responses_limit: z.number().nullish(),
  iteration_count: z.number().nullish(),
  iteration_frequency_days: z.number().nullish(),
  enable_partial_responses: z.boolean().nullish(),
});

const inputs = z.strictObject({
  projectId,
  name: z.string().min(1).max(400).describe("Name, up to 400 characters; unique in its project."),
  type: z.enum(types).describe("How it is asked."),
  description: z.string().default("").describe("What it is for."),
  questions: z
    .array(record)
    .min(1)
    .describe("Questions in the API's own names, e.g. `{ type: 'open', question: 'How was it?' }`."),
  conditions: record
    .optional()
    .describe("Where and to whom it is shown, in the API's own names. Left out: everywhere."),
  appearance: record.optional().describe("How it looks, in the API's own names. Left out: PostHog's look."),
  schedule: z.enum(schedules).default("once").describe("How often a person may be asked."),
  linkedFlagId: z.int().optional().describe("Number of the flag that a person must have."),
  targetingFlagFilters: filters
    .optional()
    .describe("Who is asked. PostHog makes a flag of its own of it, and never tells it in this form again."),
  startDate: date.optional().describe("When it started, or will. Left out: it is a draft."),
  endDate: date.optional().describe("When it ended, or will."),
  archived: z.boolean().default(false).describe("Whether it is put away."),
  responsesLimit: count.optional().describe("Ends after so many answers."),
  iterationCount: count.max(500).optional().describe("How often it is repeated, with schedule `recurring`."),
  iterationFrequencyDays: count.optional().describe("Days between two repetitions."),
  enablePartialResponses: z.boolean().default(false).describe("Whether answers of those who stop early are kept."),
});

export const survey = projectObject({
  token: "posthog:index/survey:Survey",
  description:
    "A survey. Its name is how it is found again: one name, one survey in a project. Of questions, conditions and look only " +
    "what is declared is compared. PostHog makes flags of its own for it, which are no `FeatureFlag`s of the program's.",
  path: "projects/surveys",
  deletion: "hard",
  writeOnly: ["targetingFlagFilters"],
  inputs,
  answer,
  outputs: z.object({ surveyId: z.string().describe("UUID of the survey.") }),
  check({ startDate, endDate, schedule, iterationCount, iterationFrequencyDays }) {
    const repeats = iterationCount !== undefined || iterationFrequencyDays !== undefined;
    const backwards = startDate !== undefined && endDate !== undefined && endDate < startDate;
    return {
      issues: [
        ...(backwards ? [{ property: "endDate", reason: `is ${endDate}, before startDate ${startDate}` }] : []),
        ...(repeats && schedule !== undefined && schedule !== "recurring"
          ? [{ property: "schedule", reason: "must be recurring for iterationCount and iterationFrequencyDays" }]
          : []),
      ],
    };
  },
  isSame: (found, { name }) => found.name === name,
  body: bodyOf,
  told(found, project, known) {
    const part = (name: "conditions" | "appearance", value: unknown) =>
      value === null || value === undefined || (known[name] === undefined && known.name !== undefined)
        ? {}
        : { [name]: asDeclared(known[name], value, additions) };
    return {
      projectId: project,
      ...{ name: found.name, type: found.type, description: found.description ?? "" },
      questions: (asDeclared(known.questions, found.questions ?? [], additions) ?? []) as Record<string, unknown>[],
      ...part("conditions", found.conditions),
      ...part("appearance", found.appearance),
      schedule: found.schedule ?? "once",
      ...given("linkedFlagId", found.linked_flag?.id),
      ...given("startDate", found.start_date && instant(found.start_date)),
      ...given("endDate", found.end_date && instant(found.end_date)),
      archived: found.archived ?? false,
      ...given("responsesLimit", found.responses_limit),
      ...given("iterationCount", found.iteration_count),
      ...given("iterationFrequencyDays", found.iteration_frequency_days),
      enablePartialResponses: found.enable_partial_responses ?? false,
    };
  },
  change: (wanted, _, old) => ({
    ...bodyOf(wanted),
    // PostHog API: filters that are left out stay.
    ...(old.targetingFlagFilters && !wanted.targetingFlagFilters ? { remove_targeting_flag: true } : {}),
  }),
  outputsOf: ({ id }) => ({ surveyId: id }),
});

const given = (name: string, value: unknown) => (value === undefined || value === null ? {} : { [name]: value });

function bodyOf(wanted: z.output<typeof inputs>): Readonly<Record<string, unknown>> {
  return {
    ...{ name: wanted.name, type: wanted.type, description: wanted.description, questions: wanted.questions },
    ...{ schedule: wanted.schedule, archived: wanted.archived, conditions: wanted.conditions ?? null },
    appearance: wanted.appearance ?? null,
    linked_flag_id: wanted.linkedFlagId ?? null,
    ...(wanted.targetingFlagFilters && { targeting_flag_filters: toFilters(wanted.targetingFlagFilters) }),
    start_date: wanted.startDate ?? null,
    end_date: wanted.endDate ?? null,
    responses_limit: wanted.responsesLimit ?? null,
    iteration_count: wanted.iterationCount ?? null,
    iteration_frequency_days: wanted.iterationFrequencyDays ?? null,
    enable_partial_responses: wanted.enablePartialResponses,
  };
}
