import { z } from "zod";
import { asDeclared } from "./declared.ts";
import { projectId, projectObject, tags } from "./project-object.ts";

/** PostHog API: what the server writes into a query, at any depth. */
const additions = ["version", "result", "results", "response", "hogql", "is_cached"];

const query = z.record(z.string(), z.unknown());

/** PostHog API: `GET /api/projects/{id}/insights/{id}/`. */
const answer = z.object({
  id: z.number(),
  short_id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  query: query.nullish(),
  dashboards: z.array(z.number()).nullish(),
  tags: z.array(z.string()).nullish(),
});

export const insight = projectObject({
  token: "posthog:index/insight:Insight",
  description:
    "A saved query, as a chart or table. Its name is how it is found again: one name, one insight in a project. Of the " +
    "query only what is declared is compared: PostHog writes versions, results and defaults into it.",
  path: "projects/insights",
  deletion: "soft",
  inputs: z.strictObject({
    projectId,
    name: z.string().min(1).max(400).describe("Name, up to 400 characters; unique in its project."),
    description: z.string().default("").describe("What it shows."),
    query: query.describe(
      "Query node in the API's own names, e.g. `{ kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [...] } }`.",
    ),
    dashboardIds: z
      .array(z.int())
      .default([])
      .transform((all) => [...new Set(all)].toSorted((a, b) => a - b))
      .describe("Numbers of the dashboards that it stands on, in any order."),
    tags,
  }),
  answer,
  outputs: z.object({
    insightId: z.number().describe("Number of the insight."),
    shortId: z.string().describe("What stands for it in its address in the app, 8 characters."),
  }),
  check: (given) => ({
    issues:
      given.query === undefined || typeof given.query["kind"] === "string"
        ? []
        : [{ property: "query.kind", reason: "is required: InsightVizNode, DataTableNode or DataVisualizationNode" }],
  }),
  // PostHog API: without the results of every insight.
  listing: () => ({ basic: "true" }),
  isSame: (found, { name }) => found.name === name,
  body: ({ name, description, query, dashboardIds, tags }) => ({
    ...{ name, description, query, tags },
    dashboards: dashboardIds,
    saved: true,
  }),
  told: ({ name, description, query, dashboards, tags }, project, known) => ({
    projectId: project,
    ...(name ? { name } : {}),
    description: description ?? "",
    query: (asDeclared(known.query, query ?? {}, additions) ?? {}) as Record<string, unknown>,
    dashboardIds: (dashboards ?? []).toSorted((a, b) => a - b),
    tags: (tags ?? []).toSorted(),
  }),
  outputsOf: ({ id, short_id }) => ({ insightId: id, shortId: short_id }),
});
