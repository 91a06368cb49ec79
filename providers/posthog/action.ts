import { z } from "zod";
import { isRecord } from "./declared.ts";
import { projectId, projectObject, tags } from "./project-object.ts";

const matching = ["contains", "regex", "exact"] as const;

const property = z.strictObject({
  key: z.string().min(1).describe("Property, e.g. `$browser`."),
  type: z.string().default("event").describe("What has it: `event`, `person`, `element`, `cohort`, …"),
  value: z
    .union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))])
    .describe("What it is compared with."),
  operator: z.string().default("exact").describe("How: `exact`, `icontains`, `regex`, `gt`, …"),
});

const step = z.strictObject({
  event: z.string().optional().describe("Event, e.g. `$pageview` or `$autocapture`. Left out: any."),
  url: z.string().optional().describe("Address of the page."),
  urlMatching: z.enum(matching).default("contains").describe("How the address is compared."),
  selector: z.string().optional().describe("CSS selector of the element."),
  tagName: z.string().optional().describe("HTML tag of the element."),
  text: z.string().optional().describe("Text of the element."),
  textMatching: z.enum(matching).optional().describe("How the text is compared."),
  href: z.string().optional().describe("Address that the element leads to."),
  hrefMatching: z.enum(matching).optional().describe("How that address is compared."),
  properties: z.array(property).default([]).describe("Conditions, all of which must hold."),
});
type Step = z.output<typeof step>;

/** The API's name of each plain part of a step. */
const parts = {
  event: "event",
  url: "url",
  urlMatching: "url_matching",
  selector: "selector",
  tagName: "tag_name",
  text: "text",
  textMatching: "text_matching",
  href: "href",
  hrefMatching: "href_matching",
} as const satisfies Record<Exclude<keyof Step, "properties">, string>;

/** PostHog API: `GET /api/projects/{id}/actions/{id}/`; steps get keys of the server's own. */
const answer = z.object({
  id: z.number(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  steps: z.array(z.record(z.string(), z.unknown())).nullish(),
  tags: z.array(z.string()).nullish(),
  post_to_slack: z.boolean().nullish(),
  slack_message_format: z.string().nullish(),
});

export const action = projectObject({
  token: "posthog:index/action:Action",
  description:
    "Events under one name: an event is one of an action if one of the steps fits. Its name is unique in its project.",
  path: "projects/actions",
  deletion: "soft",
  inputs: z.strictObject({
    projectId,
    name: z.string().min(1).max(400).describe("Name, up to 400 characters; unique in its project."),
    description: z.string().default("").describe("What it means."),
    steps: z.array(step).default([]).describe("What fits it, each on its own."),
    tags,
    postToSlack: z.boolean().default(false).describe("Whether each one is told to the project's Slack webhook."),
    slackMessageFormat: z.string().max(1200).default("").describe("What Slack is told. Empty: PostHog's words."),
  }),
  answer,
  outputs: z.object({ actionId: z.number().describe("Number of the action.") }),
  isSame: (found, { name }) => found.name === name,
  body: ({ name, description, steps, tags, postToSlack, slackMessageFormat }) => ({
    ...{ name, description, tags, post_to_slack: postToSlack, slack_message_format: slackMessageFormat },
    steps: steps.map(toStep),
  }),
  told: (found, project) => ({
    projectId: project,
    ...(found.name ? { name: found.name } : {}),
    description: found.description ?? "",
    steps: (found.steps ?? []).map(toldStep),
    tags: (found.tags ?? []).toSorted(),
    postToSlack: found.post_to_slack ?? false,
    slackMessageFormat: found.slack_message_format ?? "",
  }),
  outputsOf: ({ id }) => ({ actionId: id }),
});

const toStep = ({ properties, ...plain }: Step): object => ({
  ...Object.fromEntries(
    Object.entries(parts).map(([ours, theirs]) => [theirs, plain[ours as keyof typeof parts] ?? null]),
  ),
  properties,
});

function toldStep(body: Readonly<Record<string, unknown>>): Step {
  const given = Object.entries(parts).filter(([, theirs]) => typeof body[theirs] === "string");
  const properties = Array.isArray(body["properties"]) ? body["properties"].filter(isRecord) : [];
  return {
    urlMatching: "contains",
    ...Object.fromEntries(given.map(([ours, theirs]) => [ours, body[theirs]])),
    properties: properties.map(({ key, type, value, operator }) => ({
      ...{ key, value, type: type ?? "event", operator: operator ?? "exact" },
    })),
  } as Step;
}
