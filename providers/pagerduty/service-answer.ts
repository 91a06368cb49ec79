import { z } from "zod";
import { reference } from "./client.ts";
import { type ServiceInputs, serviceInputs } from "./service-inputs.ts";

const urgency = z.object({ type: z.string(), urgency: z.string().nullish() });

/** PagerDuty REST: `GET /services/{id}`. */
export const serviceAnswer = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  html_url: z.string().nullish(),
  created_at: z.string().nullish(),
  status: z.string().nullish(),
  escalation_policy: reference,
  auto_resolve_timeout: z.number().nullish(),
  acknowledgement_timeout: z.number().nullish(),
  alert_creation: z.string().nullish(),
  incident_urgency_rule: urgency
    .extend({ during_support_hours: urgency.nullish(), outside_support_hours: urgency.nullish() })
    .nullish(),
  support_hours: z
    .object({
      time_zone: z.string(),
      start_time: z.string(),
      end_time: z.string(),
      days_of_week: z.array(z.number()),
    })
    .nullish(),
  scheduled_actions: z.array(z.object({ to_urgency: z.string(), at: z.object({ name: z.string() }) })).nullish(),
  alert_grouping_parameters: z
    .object({
      type: z.string().nullish(),
      config: z
        .object({
          timeout: z.number().nullish(),
          aggregate: z.string().nullish(),
          fields: z.array(z.string()).nullish(),
          time_window: z.number().nullish(),
        })
        .nullish(),
    })
    .nullish(),
  auto_pause_notifications_parameters: z.object({ enabled: z.boolean(), timeout: z.number().nullish() }).nullish(),
});
export type ServiceAnswer = z.output<typeof serviceAnswer>;

/** PagerDuty REST: PUT takes the whole object, and null switches off what left out would have a default. */
export const bodyOf = (wanted: ServiceInputs) => ({
  service: {
    type: "service",
    name: wanted.name,
    description: wanted.description,
    escalation_policy: { id: wanted.escalationPolicy, type: "escalation_policy_reference" },
    auto_resolve_timeout: numberOrNull(wanted.autoResolveTimeout),
    acknowledgement_timeout: numberOrNull(wanted.acknowledgementTimeout),
    alert_creation: wanted.alertCreation,
    incident_urgency_rule: urgencyBody(wanted.incidentUrgencyRule),
    support_hours: wanted.supportHours ? hoursBody(wanted.supportHours) : null,
    scheduled_actions: wanted.scheduledActions.map(({ type, toUrgency, ats }) => ({
      type,
      to_urgency: toUrgency,
      at: ats[0],
    })),
    alert_grouping_parameters: wanted.alertGroupingParameters ? groupingBody(wanted.alertGroupingParameters) : null,
    auto_pause_notifications_parameters: {
      enabled: wanted.autoPauseNotificationsParameters.enabled,
      timeout: wanted.autoPauseNotificationsParameters.timeout ?? null,
    },
  },
});

const numberOrNull = (text: string): number | null => (text === "null" ? null : Number(text));

const urgencyBody = ({ type, ...rule }: ServiceInputs["incidentUrgencyRule"]) =>
  type === "constant"
    ? { type, urgency: rule.urgency }
    : { type, during_support_hours: rule.duringSupportHours, outside_support_hours: rule.outsideSupportHours };

const hoursBody = ({ type, ...hours }: NonNullable<ServiceInputs["supportHours"]>) => ({
  type,
  time_zone: hours.timeZone,
  start_time: hours.startTime,
  end_time: hours.endTime,
  days_of_week: hours.daysOfWeeks,
});

const groupingBody = ({ type, config }: NonNullable<ServiceInputs["alertGroupingParameters"]>) => ({
  type,
  ...(config
    ? {
        config: {
          timeout: config.timeout,
          aggregate: config.aggregate,
          fields: config.fields,
          time_window: config.timeWindow,
        },
      }
    : {}),
});

/**
 * What an answer says of the inputs, in the form that Check gives them.
 * @param declared the grouping as it was declared; PagerDuty adds a window of its own to it, which is no change
 */
export function toldInputs(
  found: ServiceAnswer,
  declared: ServiceInputs["alertGroupingParameters"] | undefined,
): ServiceInputs {
  const { incident_urgency_rule: rule, support_hours: hours, alert_grouping_parameters: grouping } = found;
  const pause = found.auto_pause_notifications_parameters;
  const told = {
    name: found.name,
    description: found.description ?? "",
    escalationPolicy: found.escalation_policy.id,
    autoResolveTimeout: String(found.auto_resolve_timeout ?? null),
    acknowledgementTimeout: String(found.acknowledgement_timeout ?? null),
    alertCreation: found.alert_creation,
    incidentUrgencyRule: rule && {
      type: rule.type,
      urgency: rule.urgency,
      duringSupportHours: rule.during_support_hours,
      outsideSupportHours: rule.outside_support_hours,
    },
    supportHours: hours && {
      type: "fixed_time_per_day",
      timeZone: hours.time_zone,
      daysOfWeeks: hours.days_of_week,
      startTime: hours.start_time,
      endTime: hours.end_time,
    },
    scheduledActions: found.scheduled_actions?.map(({ to_urgency, at }) => ({
      type: "urgency_change",
      toUrgency: to_urgency,
      ats: [{ type: "named_time", name: at.name }],
    })),
    // PagerDuty answers a type of null where nothing is grouped.
    alertGroupingParameters: grouping?.type
      ? { type: grouping.type, config: configOf(grouping.config, declared) }
      : undefined,
    autoPauseNotificationsParameters: pause && { enabled: pause.enabled, timeout: pause.timeout },
  };
  const given = withoutNull(told);
  // What our schema does not know yet (a new kind of grouping, say) is told as it is, so that it shows as a difference.
  return serviceInputs.safeParse(given).data ?? (given as ServiceInputs);
}

function configOf(
  config: NonNullable<ServiceAnswer["alert_grouping_parameters"]>["config"],
  declared: ServiceInputs["alertGroupingParameters"] | undefined,
) {
  const { timeout, aggregate, fields, time_window } = config ?? {};
  const chosen = declared !== undefined && declared.config?.timeWindow === undefined;
  const told = { timeout, aggregate, fields, timeWindow: chosen ? undefined : time_window };
  return Object.values(told).some((value) => value !== undefined && value !== null) ? told : undefined;
}

/** The same without what is null or undefined, at any depth. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== null && child !== undefined)
      .map(([key, child]) => [key, withoutNull(child)]),
  );
}
