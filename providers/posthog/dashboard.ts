import { z } from "zod";
import { projectId, projectObject, tags } from "./project-object.ts";

/** PostHog API: `GET /api/projects/{id}/dashboards/{id}/`. */
const answer = z.object({
  id: z.number(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  pinned: z.boolean().nullish(),
  tags: z.array(z.string()).nullish(),
});

export const dashboard = projectObject({
  token: "posthog:index/dashboard:Dashboard",
  description:
    "A dashboard. Insights put themselves on it by `dashboardIds`. Its name is how it is found again: one name, one " +
    "dashboard in a project.",
  path: "projects/dashboards",
  deletion: "soft",
  inputs: z.strictObject({
    projectId,
    name: z.string().min(1).max(400).describe("Name, up to 400 characters; unique in its project."),
    description: z.string().default("").describe("What it shows."),
    pinned: z.boolean().default(false).describe("Whether it stands in everybody's side bar."),
    tags,
  }),
  answer,
  outputs: z.object({ dashboardId: z.number().describe("Number of the dashboard, as in its address in the app.") }),
  isSame: (found, { name }) => found.name === name,
  body: ({ name, description, pinned, tags }) => ({ name, description, pinned, tags }),
  told: ({ name, description, pinned, tags }, project) => ({
    projectId: project,
    ...(name ? { name } : {}),
    description: description ?? "",
    pinned: pinned ?? false,
    tags: (tags ?? []).toSorted(),
  }),
  outputsOf: ({ id }) => ({ dashboardId: id }),
});
