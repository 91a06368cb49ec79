import type * as pulumi from "@pulumi/pulumi";
import * as posthog from "../../providers/posthog/sdk.ts";
import type { Exhibition } from "./gallery.ts";

/** Whom PostHog counts, asks and tells: actions, cohorts, surveys, functions. */
export function posthogPeople(
  { hang, turn, secret }: Exhibition,
  projectId: pulumi.Output<number>,
  opts: pulumi.CustomResourceOptions,
): void {
  hang(
    "posthogAction",
    posthog.Action,
    {
      projectId,
      name: turn("Checked out", "Paid"),
      description: turn("What counts as paid", "What counts"),
      steps: [
        {
          ...{ event: "$pageview", url: turn("/thanks", "/thank-you"), urlMatching: turn("exact", "contains") },
          properties: [{ key: "$browser", type: "event", value: ["Chrome"], operator: turn("exact", "is_not") }],
        },
        {
          ...{ event: "$autocapture", selector: turn("button.buy", "button.pay"), tagName: turn("button", "a") },
          ...{ text: turn("Buy", "Pay"), textMatching: turn("contains", "exact") },
          ...{ href: turn("/pay", "/buy"), hrefMatching: turn("regex", "exact") },
        },
      ],
      tags: turn(["money", "gallery"], ["gallery"]),
      postToSlack: turn(true, false),
      slackMessageFormat: turn("[user.name] paid", "[user.name] has paid"),
    },
    opts,
  );

  const rule = {
    ...{ type: "person", key: "email", operator: turn("icontains", "not_icontains") },
    value: turn("@example.com", "@example.org"),
  };
  hang(
    "posthogCohort",
    posthog.Cohort,
    {
      projectId,
      name: turn("Our own people", "Our people"),
      description: turn("Who works here", "Who works with us"),
      filters: { properties: { type: "OR", values: [{ type: "AND", values: [rule] }] } },
    },
    opts,
  );
  hang(
    "posthogCohortFixed",
    posthog.Cohort,
    { projectId, name: "Testers", description: turn("By hand", "Chosen by hand"), isStatic: true },
    opts,
  );

  const flag = hang(
    "posthogFlagAsked",
    posthog.FeatureFlag,
    { projectId, key: "asked", filters: { groups: [{}] } },
    opts,
  );
  hang(
    "posthogSurvey",
    posthog.Survey,
    {
      projectId,
      name: turn("How was it?", "How is it?"),
      type: turn("popover", "widget"),
      description: turn("After paying", "After a week"),
      questions: [
        { type: "open", question: turn("What was missing?", "What is missing?") },
        { type: "rating", question: "How was it?", scale: turn(5, 10), display: "number" },
      ],
      conditions: { url: turn("/thanks", "/home") },
      appearance: { backgroundColor: turn("#ffffff", "#eeeeee"), displayThankYouMessage: turn(true, false) },
      schedule: "recurring",
      linkedFlagId: turn(flag.flagId, undefined),
      targetingFlagFilters: turn({ groups: [{ rolloutPercentage: 50 }] }, undefined),
      startDate: turn("2026-03-01T08:00:00Z", "2026-04-01T08:00:00Z"),
      endDate: turn("2026-06-01T08:00:00Z", "2026-07-01T08:00:00Z"),
      archived: turn(false, true),
      responsesLimit: turn(500, 1000),
      iterationCount: turn(3, 4),
      iterationFrequencyDays: turn(30, 60),
      enablePartialResponses: turn(true, false),
    },
    opts,
  );
  hang(
    "posthogSurveyDraft",
    posthog.Survey,
    { projectId, name: "A draft", type: "api", questions: [{ type: "open", question: turn("Well?", "So?") }] },
    opts,
  );

  hang(
    "posthogFunction",
    posthog.HogFunction,
    {
      projectId,
      name: turn("Tell the shop", "Tell the shop all"),
      type: "destination",
      description: turn("Purchases", "All purchases"),
      enabled: turn(true, false),
      hog: turn("fetch(inputs.url, {'headers': inputs.headers});\n", "fetch(inputs.url);"),
      inputsSchema: [
        { key: "url", type: "string", label: turn("Address", "URL"), required: true },
        { key: "headers", type: "dictionary", label: "Headers" },
        { key: "token", type: "string", label: "Token", secret: true, required: true },
      ],
      inputs: {
        url: { value: turn("https://shop.example.com/{event.uuid}", "https://shop.example.com/{event.event}") },
        headers: { value: { "x-from": turn("posthog", "gallery") }, templating: turn("hog", "liquid") },
      },
      secretInputs: { token: secret(turn("posthog-function", "posthog-function-changed")) },
      filters: { source: "events", events: [{ id: turn("paid", "purchased"), type: "events" }] },
      masking: { hash: "{person.id}", ttl: turn(60, 3600), threshold: turn(null, 5) },
      iconUrl: turn("/static/hedgehog/builder-hog-01.png", "/static/hedgehog/builder-hog-02.png"),
    },
    opts,
  );
  hang(
    "posthogFunctionTemplate",
    posthog.HogFunction,
    {
      ...{ projectId, name: "A webhook", type: "destination", templateId: "template-webhook" },
      inputs: { url: { value: turn("https://hooks.example.com", "https://hooks.example.org") } },
    },
    opts,
  );
  hang(
    "posthogTransformation",
    posthog.HogFunction,
    {
      ...{ projectId, name: "Drop addresses", type: "transformation", executionOrder: turn(1, 2) },
      hog: "return event",
      mappings: [{ name: "All", filters: { events: [{ id: turn("a", "b") }] } }],
    },
    opts,
  );
}
