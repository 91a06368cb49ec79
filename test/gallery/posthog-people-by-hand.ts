import type { Stranger } from "./gallery.ts";

/** Actions, cohorts, surveys and functions of the gallery's first turn, by PostHog's API alone. */
export async function makePeople({ call, secret }: Stranger, project: number): Promise<Record<string, string>> {
  const make = async (path: string, body: object): Promise<string> =>
    `${project}/${(await call("POST", `/api/${path}/`, body)).id}`;
  const [actions, cohorts] = [`projects/${project}/actions`, `projects/${project}/cohorts`];
  const [flags, surveys] = [`projects/${project}/feature_flags`, `projects/${project}/surveys`];
  const functions = `environments/${project}/hog_functions`;

  const flag = await make(flags, { key: "asked", filters: { groups: [{ properties: [], rollout_percentage: 100 }] } });
  return {
    posthogFlagAsked: flag,
    posthogAction: await make(actions, {
      name: "Checked out",
      description: "What counts as paid",
      steps: [
        {
          ...{ event: "$pageview", url: "/thanks", url_matching: "exact" },
          properties: [{ key: "$browser", type: "event", value: ["Chrome"], operator: "exact" }],
        },
        {
          ...{
            event: "$autocapture",
            selector: "button.buy",
            tag_name: "button",
            text: "Buy",
            text_matching: "contains",
          },
          ...{ href: "/pay", href_matching: "regex" },
        },
      ],
      tags: ["money", "gallery"],
      post_to_slack: true,
      slack_message_format: "[user.name] paid",
    }),
    posthogCohort: await make(cohorts, {
      name: "Our own people",
      description: "Who works here",
      filters: {
        properties: {
          type: "OR",
          values: [
            { type: "AND", values: [{ type: "person", key: "email", operator: "icontains", value: "@example.com" }] },
          ],
        },
      },
    }),
    posthogCohortFixed: await make(cohorts, { name: "Testers", description: "By hand", is_static: true }),
    posthogSurvey: await make(surveys, {
      name: "How was it?",
      type: "popover",
      description: "After paying",
      questions: [
        { type: "open", question: "What was missing?" },
        { type: "rating", question: "How was it?", scale: 5, display: "number" },
      ],
      conditions: { url: "/thanks" },
      appearance: { backgroundColor: "#ffffff", displayThankYouMessage: true },
      schedule: "recurring",
      linked_flag_id: Number(flag.split("/")[1]),
      targeting_flag_filters: { groups: [{ properties: [], rollout_percentage: 50 }] },
      start_date: "2026-03-01T08:00:00Z",
      end_date: "2026-06-01T08:00:00Z",
      responses_limit: 500,
      iteration_count: 3,
      iteration_frequency_days: 30,
      enable_partial_responses: true,
    }),
    posthogSurveyDraft: await make(surveys, {
      name: "A draft",
      type: "api",
      questions: [{ type: "open", question: "Well?" }],
    }),
    posthogFunction: await make(functions, {
      name: "Tell the shop",
      type: "destination",
      description: "Purchases",
      hog: "fetch(inputs.url, {'headers': inputs.headers});",
      inputs_schema: [
        { key: "url", type: "string", label: "Address", required: true },
        { key: "headers", type: "dictionary", label: "Headers" },
        { key: "token", type: "string", label: "Token", secret: true, required: true },
      ],
      inputs: {
        url: { value: "https://shop.example.com/{event.uuid}" },
        headers: { value: { "x-from": "posthog" }, templating: "hog" },
        token: { value: secret("posthog-function") },
      },
      filters: { source: "events", events: [{ id: "paid", type: "events" }] },
      masking: { hash: "{person.id}", ttl: 60, threshold: null },
      icon_url: "/static/hedgehog/builder-hog-01.png",
    }),
    posthogFunctionTemplate: await make(functions, {
      name: "A webhook",
      type: "destination",
      template_id: "template-webhook",
      inputs: { url: { value: "https://hooks.example.com" } },
    }),
    posthogTransformation: await make(functions, {
      name: "Drop addresses",
      type: "transformation",
      hog: "return event",
      execution_order: 1,
      mappings: [{ name: "All", filters: { events: [{ id: "a" }] } }],
    }),
  };
}
