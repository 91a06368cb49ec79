import { z } from "zod";
import { asDeclared } from "./declared.ts";
import { projectId, projectObject } from "./project-object.ts";

/** PostHog API: what the server writes into saved filters, at any depth. */
const additions = ["bytecode", "bytecode_error", "conditionHash"];

const filters = z.record(z.string(), z.unknown());

/** PostHog API: `GET /api/projects/{id}/cohorts/{id}/`. */
const answer = z.object({
  id: z.number(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  filters: filters.nullish(),
  is_static: z.boolean().nullish(),
});

export const cohort = projectObject({
  token: "posthog:index/cohort:Cohort",
  description:
    "A group of people: by rules, or a fixed list whose members are not declared. Its name is how it is found again. Of " +
    "the filters only what is declared is compared.",
  path: "projects/cohorts",
  deletion: "soft",
  replaceOn: ["projectId", "isStatic"],
  inputs: z.strictObject({
    projectId,
    name: z.string().min(1).max(400).describe("Name, up to 400 characters; unique in its project."),
    description: z.string().max(1000).default("").describe("Who they are."),
    filters: filters
      .optional()
      .describe(
        "Rules in the API's own names: `{ properties: { type: 'AND', values: [...] } }`. Left out for a fixed list.",
      ),
    isStatic: z.boolean().default(false).describe("Whether it is a fixed list."),
  }),
  answer,
  outputs: z.object({ cohortId: z.number().describe("Number of the cohort, e.g. for a flag's property `id`.") }),
  check: ({ isStatic, filters }) => ({
    issues:
      isStatic === true && filters !== undefined
        ? [{ property: "filters", reason: "is for a cohort by rules: a fixed list has none" }]
        : [],
  }),
  isSame: (found, { name, isStatic }) => found.name === name && (found.is_static ?? false) === isStatic,
  body: ({ name, description, filters, isStatic }) => ({
    ...{ name, description, is_static: isStatic },
    ...(filters && { filters }),
  }),
  told: (found, project, known) => ({
    projectId: project,
    ...(found.name ? { name: found.name } : {}),
    description: found.description ?? "",
    isStatic: found.is_static ?? false,
    ...(found.is_static || !found.filters
      ? {}
      : { filters: asDeclared(known.filters, found.filters, additions) as Record<string, unknown> }),
  }),
  outputsOf: ({ id }) => ({ cohortId: id }),
});
