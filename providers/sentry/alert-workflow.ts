import { z } from "zod";
import { type ActionAnswer, actionAnswer, fromAction, toAction } from "./alert-actions.ts";
import { fromCondition, toCondition } from "./alert-conditions.ts";
import type { AlertInputs } from "./alert-inputs.ts";
import { ownerText, ownerTold } from "./detector.ts";

/** Sentry API: a workflow, as far as we use it. Conditions, actions and ids come in no order. */
const group = z.object({
  id: z.string().nullish(),
  logicType: z.string(),
  conditions: z.array(z.object({ type: z.string(), comparison: z.unknown() })).nullish(),
});
export const workflowAnswer = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean().nullish(),
  environment: z.string().nullish(),
  config: z.object({ frequency: z.number().nullish() }).nullish(),
  detectorIds: z.array(z.string()).nullish(),
  triggers: group.nullish(),
  actionFilters: z.array(group.extend({ actions: z.array(actionAnswer).nullish() })).nullish(),
  owner: z.string().nullish(),
});
export type Workflow = z.output<typeof workflowAnswer>;

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A body of POST and PUT. `triggersId`: of the group of triggers that stays. */
export function bodyOf(wanted: AlertInputs, detectors: readonly string[], triggersId?: string): object {
  const types = [
    ...wanted.triggerConditions.flatMap((one) => Object.keys(one).map(snake)),
    ...wanted.legacyTriggerConditions,
  ];
  return {
    name: wanted.name,
    enabled: wanted.enabled,
    environment: wanted.environment ?? null,
    config: { frequency: wanted.frequencyMinutes },
    detector_ids: detectors,
    triggers: {
      // Sentry API: a number here, a text in answers.
      ...(triggersId === undefined ? {} : { id: Number(triggersId) }),
      logic_type: "any-short",
      conditions: types.map((type) => ({ type, comparison: true, condition_result: true })),
    },
    action_filters: wanted.actionFilters.map(({ logicType, conditions, actions }) => ({
      logic_type: logicType,
      conditions: conditions.map(toCondition),
      actions: actions.map(toAction),
    })),
    owner: ownerText(wanted.owner),
  };
}

const triggerNames: Readonly<Record<string, string>> = {
  first_seen_event: "firstSeenEvent",
  issue_resolved_trigger: "issueResolvedTrigger",
  reappeared_event: "reappearedEvent",
  regression_event: "regressionEvent",
};

/** The inputs that an alert at Sentry stands for, but the detectors. */
export function toldOf(workflow: Workflow, known: Partial<AlertInputs>): object {
  const types = (workflow.triggers?.conditions ?? []).map(({ type }) => type);
  const [kind, id = ""] = workflow.owner?.split(":") ?? [];
  return {
    name: workflow.name,
    enabled: workflow.enabled ?? true,
    environment: workflow.environment ?? undefined,
    frequencyMinutes: workflow.config?.frequency ?? undefined,
    triggerConditions: types.flatMap((type) => (triggerNames[type] ? [{ [triggerNames[type]]: {} }] : [])),
    legacyTriggerConditions: types.filter((type) => triggerNames[type] === undefined),
    actionFilters: (workflow.actionFilters ?? []).map(({ logicType, conditions, actions }) => ({
      logicType,
      conditions: (conditions ?? []).map(fromCondition),
      actions: (actions ?? []).map((one) => fromAction(asDeclared(one, known))),
    })),
    owner: kind === undefined ? undefined : ownerTold(kind, id),
  };
}

/** A channel's id that nobody declared was looked up by Sentry, and is told as it is declared: not. */
function asDeclared(told: ActionAnswer, { actionFilters }: Partial<AlertInputs>): ActionAnswer {
  const { integrationId, config } = told;
  const lookedUp = (actionFilters ?? [])
    .flatMap(({ actions }) => actions.flatMap(({ slack }) => slack ?? []))
    .some(
      (one) =>
        told.type === "slack" &&
        one.channelId === undefined &&
        one.integrationId === integrationId &&
        one.channelName === config?.["targetDisplay"],
    );
  return lookedUp ? { ...told, config: { ...config, targetIdentifier: undefined } } : told;
}
