import { VendorError } from "@groundplan/kit/errors.ts";
import { z } from "zod";
import { filterIssues, filters, toFilters, toldFilters } from "./flag-filters.ts";
import { projectId, projectObject, tags } from "./project-object.ts";

const runtimes = ["server", "client", "all"] as const;

const inputs = z.strictObject({
  projectId,
  key: z
    .string()
    .max(400)
    .regex(/^[a-zA-Z0-9_-]+$/, "must be letters, digits, - and _")
    .describe("What the app asks for; unique in its project, also among deleted flags."),
  name: z.string().default("").describe("Description, as the app calls it."),
  active: z.boolean().default(true).describe("Whether anybody gets it."),
  filters: filters.describe("Who gets it, and as what."),
  tags,
  ensureExperienceContinuity: z
    .boolean()
    .default(false)
    .describe("Whether a user keeps the value of before logging in. Slower."),
  evaluationRuntime: z.enum(runtimes).default("all").describe("Where it is evaluated."),
});

/** PostHog API: `GET /api/projects/{id}/feature_flags/{id}/`. */
const answer = z.object({
  id: z.number(),
  key: z.string(),
  name: z.string().nullish(),
  active: z.boolean(),
  filters: z.record(z.string(), z.unknown()).nullish(),
  tags: z.array(z.string()).nullish(),
  ensure_experience_continuity: z.boolean().nullish(),
  evaluation_runtime: z.enum(runtimes).nullish(),
});

type Inputs = z.output<typeof inputs>;

const settingsOf = ({ key, name, active, tags, ensureExperienceContinuity, evaluationRuntime }: Inputs) => ({
  ...{ key, name, active, tags },
  ensure_experience_continuity: ensureExperienceContinuity,
  evaluation_runtime: evaluationRuntime,
});

export const featureFlag = projectObject({
  token: "posthog:index/featureFlag:FeatureFlag",
  description:
    "A feature flag. Its key is how it is found again. Deleting hides it; PostHog keeps the key, so that a new flag of " +
    "the same key is refused until the old one is brought back or renamed.",
  path: "projects/feature_flags",
  deletion: "soft",
  inputs,
  answer,
  outputs: z.object({ flagId: z.number().describe("Number of the flag, as in its address in the app.") }),
  check: (given) => ({ issues: given.filters === undefined ? [] : filterIssues(given.filters) }),
  listed: true,
  // PostHog API: `search` looks for a part of key or name.
  listing: ({ key }) => ({ search: key }),
  isSame: (found, { key }) => found.key === key,
  body: (wanted) => ({ ...settingsOf(wanted), filters: toFilters(wanted.filters) }),
  change: (wanted, actual) => ({
    ...settingsOf(wanted),
    filters: toFilters(wanted.filters, actual.filters ?? {}),
  }),
  // Nobody was found with this key before: only a deleted flag can still have it.
  explain: (refused, { key }) =>
    refused.code === "unique"
      ? new VendorError(`${refused.message} A deleted flag still has the key "${key}".`, {
          fix: `look its number up in PostHog's activity log; PATCH it with {"deleted": false} and import it, or with another key to set this one free`,
        })
      : undefined,
  told: (found, project) => ({
    projectId: project,
    key: found.key,
    name: found.name ?? "",
    active: found.active,
    filters: toldFilters(found.filters ?? {}),
    tags: (found.tags ?? []).toSorted(),
    ensureExperienceContinuity: found.ensure_experience_continuity ?? false,
    evaluationRuntime: found.evaluation_runtime ?? "all",
  }),
  outputsOf: ({ id }) => ({ flagId: id }),
});
