import { z } from "zod";

const integrationId = z
  .string()
  .optional()
  .describe("Id of the installed integration, or its name, which is looked up. Left out: the only one installed.");

const email = z
  .strictObject({
    targetType: z.enum(["issue_owners", "team", "user"]).describe("Whom."),
    targetId: z.string().optional().describe("`internalId` of the team or id of the user; not for `issue_owners`."),
    fallthroughType: z
      .enum(["AllMembers", "ActiveMembers", "NoOne"])
      .optional()
      .describe("Whom instead where an issue has no owner, for `issue_owners`. Left out there: ActiveMembers."),
  })
  .transform((given) =>
    given.targetType === "issue_owners"
      ? { ...given, fallthroughType: given.fallthroughType ?? "ActiveMembers" }
      : given,
  );

/** One action: exactly one of these. */
export const action = z.strictObject({
  email: email.optional().describe("Mail, or what else a person prefers."),
  slack: z
    .strictObject({
      integrationId,
      channelName: z
        .string()
        .min(1)
        // Slack: a channel's name is lower case without spaces; Sentry tells it with the `#`.
        .transform((name) => (/^[a-z0-9_-]+$/.test(name) ? `#${name}` : name))
        .describe("`#channel`, or a person's name."),
      channelId: z.string().optional().describe("The channel's id. Left out: Sentry looks it up."),
      tags: z.string().default("").describe("Tags shown with it, separated by commas."),
      notes: z.string().default("").describe("Text shown with it."),
    })
    .optional()
    .describe("A message in Slack."),
  pagerduty: z
    .strictObject({
      integrationId,
      serviceId: z
        .string()
        // The id of SentryIntegrationPagerduty in state ends in the row, which is what Sentry takes.
        .transform((id) => id.split("/").at(-1) ?? id)
        .optional()
        .describe("Row of the service in the integration. Left out: looked up by its name."),
      serviceName: z.string().describe("Name of the service in the integration."),
      severity: z
        .enum(["default", "critical", "warning", "error", "info"])
        .default("default")
        .describe("The severity."),
    })
    .optional()
    .describe("An incident at PagerDuty."),
  github: z
    .strictObject({
      integrationId,
      repo: z.string().describe("Name of the repository, `owner/name`."),
      assignee: z.string().optional().describe("Whom it is assigned to."),
      labels: z
        .array(z.string())
        .transform((all) => [...new Set(all)].toSorted())
        .default([])
        .describe("Its labels; a set."),
    })
    .optional()
    .describe("An issue at GitHub."),
  webhook: z
    .strictObject({ service: z.string().describe("Slug of the internal integration, or `webhooks`.") })
    .optional()
    .describe("A call of an internal integration's webhook."),
  plugin: z.strictObject({}).optional().describe("All of the project's legacy plugins."),
  other: z
    .strictObject({
      type: z.string().describe("`jira`, `msteams`, `discord`, `opsgenie`, `sentry_app`, …"),
      integrationId: z.string().optional().describe("Id of the installed integration."),
      targetType: z.string().optional().describe("`specific`, `sentry_app`, …"),
      targetIdentifier: z.string().optional().describe("Id of the target."),
      targetDisplay: z.string().optional().describe("Its name."),
      data: z.record(z.string(), z.unknown()).default({}).describe("What the action says."),
    })
    .optional()
    .describe("Any other action, in the form of Sentry's API."),
});
export type Action = z.output<typeof action>;

/** Sentry API: where an action goes stands in its `config`, what it says in its `data`. */
export const actionAnswer = z.object({
  type: z.string(),
  integrationId: z.string().nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
  config: z.record(z.string(), z.unknown()).nullish(),
});
export type ActionAnswer = z.output<typeof actionAnswer>;

export function toAction({ email, slack, pagerduty, github, webhook, plugin, other }: Action): object {
  if (email !== undefined) {
    const { targetType, targetId, fallthroughType } = email;
    const data = fallthroughType === undefined ? {} : { fallthroughType };
    return { type: "email", data, config: target(targetType, targetId) };
  }
  if (slack !== undefined) {
    const { integrationId, channelName, channelId, tags, notes } = slack;
    const config = target("specific", channelId, channelName);
    return { type: "slack", integration_id: integrationId, data: { tags, notes }, config };
  }
  if (pagerduty !== undefined) {
    const { integrationId, serviceId, serviceName, severity } = pagerduty;
    const config = target("specific", serviceId, serviceName);
    return { type: "pagerduty", integration_id: integrationId, data: { priority: severity }, config };
  }
  if (github !== undefined) {
    const { integrationId, ...fields } = github;
    const data = { dynamic_form_fields: [], additional_fields: { ...fields, integration: integrationId } };
    return { type: "github", integration_id: integrationId, data, config: target("specific") };
  }
  if (webhook !== undefined) return { type: "webhook", data: {}, config: target("specific", webhook.service) };
  if (plugin !== undefined || other === undefined) return { type: "plugin", data: {}, config: {} };
  const { type, integrationId, targetType, targetIdentifier, targetDisplay, data } = other;
  const config = target(targetType, targetIdentifier, targetDisplay);
  return { type, ...(integrationId === undefined ? {} : { integration_id: integrationId }), data, config };
}

const target = (type?: string, identifier?: string, display?: string) => ({
  ...(type === undefined ? {} : { target_type: type }),
  ...(identifier === undefined ? {} : { target_identifier: identifier }),
  ...(display === undefined ? {} : { target_display: display }),
});

const ticket = z.object({
  repo: z.string(),
  assignee: z.string().nullish(),
  labels: z.array(z.string()).nullish(),
});

/** The reverse; what is none of the kinds that we know stands under `other`. */
export function fromAction(answer: ActionAnswer): object {
  const { type, data, config } = answer;
  const integrationId = answer.integrationId ?? undefined;
  const [targetType, identifier, display] = [
    text(config?.["targetType"]),
    text(config?.["targetIdentifier"]),
    text(config?.["targetDisplay"]),
  ];
  if (type === "email")
    return { email: { targetType, targetId: identifier, fallthroughType: text(data?.["fallthroughType"]) } };
  if (type === "slack") {
    const [tags, notes] = [text(data?.["tags"]) ?? "", text(data?.["notes"]) ?? ""];
    return { slack: { integrationId, channelName: display ?? "", channelId: identifier, tags, notes } };
  }
  if (type === "pagerduty") {
    const severity = text(data?.["priority"]) ?? "default";
    return { pagerduty: { integrationId, serviceId: identifier, serviceName: display ?? "", severity } };
  }
  const fields = ticket.safeParse(data?.["additional_fields"] ?? data?.["additionalFields"]).data;
  if (type === "github" && fields !== undefined) {
    const { repo, assignee, labels } = fields;
    return { github: { integrationId, repo, assignee: assignee ?? undefined, labels: labels ?? [] } };
  }
  if (type === "webhook") return { webhook: { service: identifier ?? "" } };
  if (type === "plugin") return { plugin: {} };
  return {
    other: { type, integrationId, targetType, targetIdentifier: identifier, targetDisplay: display, data: data ?? {} },
  };
}

/** Sentry tells some targets as numbers, and what is not set as null. */
const text = (value: unknown): string | undefined =>
  value === null || value === undefined || value === "" ? undefined : String(value);
