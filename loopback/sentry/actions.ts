import type { Action, Integration } from "./alerting-state.ts";
import { invalidFields } from "./errors.ts";
import type { SentryContext } from "./http.ts";
import { takeId } from "./state.ts";
import type { ActionBody } from "./workflow-bodies.ts";

type Target = ActionBody["config"];

/** An action as Sentry keeps it, its target looked up. @throws 400 */
export function newAction(context: SentryContext, orgId: string, given: ActionBody): Action {
  const integration = integrationOf(context, orgId, given);
  return {
    id: takeId(context.state),
    type: given.type,
    integrationId: integration?.id ?? given.integrationId ?? null,
    data: given.data,
    config: { targetDisplay: null, targetIdentifier: null, ...targetOf(context, orgId, given, integration) },
  };
}

/** Kinds that go through something installed, as far as it is played here. */
const installable = ["slack", "pagerduty", "github"];

function integrationOf(
  { state }: SentryContext,
  orgId: string,
  { type, integrationId }: ActionBody,
): Integration | undefined {
  if (!installable.includes(type)) return undefined;
  if (!integrationId) throw invalidFields({ integrationId: ["Integration ID is required"] });
  const found = state.integrations.find((one) => one.orgId === orgId && one.id === integrationId);
  if (!found || found.installed.provider !== type) {
    throw invalidFields({ integrationId: [`Integration with id ${integrationId} is not a valid ${type} integration`] });
  }
  return found;
}

function targetOf(
  context: SentryContext,
  orgId: string,
  { type, config, data }: ActionBody,
  integration?: Integration,
): Target {
  const installed = integration?.installed;
  if (type === "email") return mailTarget(context, orgId, config);
  if (installed?.provider === "slack") {
    const name = config.targetDisplay?.replace(/^#/, "");
    const channel = installed.channels.find(({ id, name: known }) =>
      config.targetIdentifier ? id === config.targetIdentifier : known === name,
    );
    if (!channel)
      throw invalidFields({
        actions: [`Channel ${config.targetDisplay ?? config.targetIdentifier} not found in Slack`],
      });
    return { targetType: "specific", targetIdentifier: channel.id, targetDisplay: `#${channel.name}` };
  }
  if (installed?.provider === "pagerduty") {
    const row = installed.services.find(({ id }) => id === config.targetIdentifier);
    if (!row) throw invalidFields({ actions: ["PagerDuty service is not in the integration's service table"] });
    return { targetType: "specific", targetIdentifier: row.id, targetDisplay: config.targetDisplay ?? row.service };
  }
  if (type === "webhook" && !config.targetIdentifier) throw invalidFields({ actions: ["Service is required"] });
  if (
    installed?.provider === "github" &&
    data["additional_fields"] === undefined &&
    data["dynamic_form_fields"] === undefined
  )
    throw invalidFields({ actions: ["Ticket fields are required"] });
  return config;
}

function mailTarget({ state }: SentryContext, orgId: string, config: Target): Target {
  const { targetType, targetIdentifier } = config;
  if (!targetType || targetType === "specific") throw invalidFields({ actions: ["Invalid target type for email"] });
  if (targetType === "issue_owners") return { targetType };
  if (!targetIdentifier) throw invalidFields({ actions: ["target_identifier is required"] });
  const known = state.teams.some((team) => team.orgId === orgId && team.id === targetIdentifier);
  if (targetType === "team" && !known) throw invalidFields({ actions: ["Team does not exist"] });
  return { targetType, targetIdentifier };
}
