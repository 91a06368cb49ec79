import { z } from "zod";
import { action } from "./alert-actions.ts";
import { condition } from "./alert-conditions.ts";
import { owner } from "./detector.ts";
import { asSet, inOrder } from "./order.ts";

const logicType = z.enum(["any", "any-short", "all", "none"]);
const nothing = z.strictObject({}).optional();

const trigger = z.strictObject({
  firstSeenEvent: nothing.describe("A new issue."),
  issueResolvedTrigger: nothing.describe("An issue is resolved."),
  reappearedEvent: nothing.describe("An archived issue comes back."),
  regressionEvent: nothing.describe("A resolved issue comes back."),
});
const legacyTriggers = ["existing_high_priority_issue", "issue_resolution_change", "new_high_priority_issue"] as const;

const actionFilter = z.strictObject({
  logicType: logicType.default("all").describe("How the conditions are joined."),
  conditions: z.array(condition).transform(inOrder).default([]).describe("When the actions are taken; a set."),
  actions: z.array(action).min(1).transform(inOrder).describe("What is done; a set."),
});

export const alertInputs = z.strictObject({
  organization: z.string().describe("Slug of the organization."),
  name: z.string().min(1).max(256).describe("Name, up to 256 characters; unique in the organization."),
  enabled: z.boolean().default(true).describe("Whether it acts."),
  environment: z.string().max(64).optional().describe("Acts on events of this environment. Left out: of all."),
  frequencyMinutes: z
    .literal([0, 5, 10, 30, 60, 180, 720, 1440, 10_080, 43_200])
    .describe("Minutes between two actions for one issue; 0: every time."),
  monitorIds: z
    .array(z.string())
    // A monitor's id in state is `<organization>/<number>`; Sentry takes the number.
    .transform((all) => asSet(all.map((id) => id.split("/").at(-1) ?? id)))
    .default([])
    .describe("Monitors whose issues it acts on: `id` or `internalId` of each; a set."),
  projects: z
    .array(z.string())
    .transform((all) => [...new Set(all)].toSorted())
    .default([])
    .describe("Slugs of projects on all of whose issues it acts; a set."),
  triggerConditions: z.array(trigger).transform(inOrder).describe("What happens to an issue; any of these, a set."),
  legacyTriggerConditions: z
    .array(z.enum(legacyTriggers))
    .transform((all) => [...new Set(all)].toSorted())
    .default([])
    .describe("Triggers of former alerts, which Sentry may give up; a set."),
  actionFilters: z
    .array(actionFilter)
    .min(1)
    .transform(inOrder)
    .describe("What is done under which conditions; a set."),
  owner: owner.describe("Who looks after it. Left out: nobody."),
});
export type AlertInputs = z.output<typeof alertInputs>;
