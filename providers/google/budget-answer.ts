import { z } from "zod";
import { type BudgetInputs, budgetInputs } from "./budget-inputs.ts";

const date = z.object({ year: z.number(), month: z.number(), day: z.number() });
const texts = z.array(z.string()).default([]);

/** Cloud Billing Budgets v1: a budget; what is zero, false or empty is left out. */
export const budgetAnswer = z.object({
  name: z.string(),
  displayName: z.string().nullish(),
  amount: z.object({
    specifiedAmount: z
      .object({ currencyCode: z.string(), units: z.string().default("0"), nanos: z.number().default(0) })
      .optional(),
    lastPeriodAmount: z.object({}).optional(),
  }),
  budgetFilter: z
    .object({
      projects: texts,
      resourceAncestors: texts,
      services: texts,
      subaccounts: texts,
      creditTypes: texts,
      creditTypesTreatment: z.string().optional(),
      labels: z.record(z.string(), z.array(z.string())).default({}),
      calendarPeriod: z.string().optional(),
      customPeriod: z.object({ startDate: date, endDate: date.optional() }).optional(),
    })
    .prefault({}),
  thresholdRules: z
    .array(z.object({ thresholdPercent: z.number().default(0), spendBasis: z.string().optional() }))
    .default([]),
  notificationsRule: z
    .object({
      pubsubTopic: z.string().optional(),
      schemaVersion: z.literal("1.0").optional(),
      monitoringNotificationChannels: texts,
      disableDefaultIamRecipients: z.boolean().default(false),
      enableProjectLevelRecipients: z.boolean().default(false),
    })
    .prefault({}),
  ownershipScope: z.string().optional(),
});
export type BudgetAnswer = z.output<typeof budgetAnswer>;

/** Cloud Billing Budgets v1: the body of create and patch. */
export const bodyOf = (wanted: BudgetInputs) => {
  const { schemaVersion, ...rule } = wanted.allUpdatesRule;
  const { labels, ...filter } = wanted.budgetFilter;
  return {
    displayName: wanted.displayName,
    amount: wanted.amount.specifiedAmount
      ? { specifiedAmount: wanted.amount.specifiedAmount }
      : { lastPeriodAmount: {} },
    budgetFilter: { ...filter, labels: Object.fromEntries(Object.entries(labels).map(([key, one]) => [key, [one]])) },
    thresholdRules: wanted.thresholdRules,
    // The version is that of messages to the topic.
    notificationsRule: rule.pubsubTopic === undefined ? rule : { ...rule, schemaVersion },
    ownershipScope: wanted.ownershipScope,
  };
};

/** What an answer says of the inputs, in the form that Check gives them. */
export function toldInputs(found: BudgetAnswer, billingAccount: string): BudgetInputs {
  const { labels, ...filter } = found.budgetFilter;
  const told = {
    billingAccount,
    displayName: found.displayName ?? "",
    amount: found.amount.specifiedAmount
      ? { specifiedAmount: found.amount.specifiedAmount }
      : { lastPeriodAmount: true },
    budgetFilter: {
      ...filter,
      labels: Object.fromEntries(Object.entries(labels).map(([key, values]) => [key, values.join(",")])),
    },
    thresholdRules: found.thresholdRules,
    allUpdatesRule: found.notificationsRule,
    // Unspecified is the same as all users.
    ownershipScope: found.ownershipScope === "BILLING_ACCOUNT" ? "BILLING_ACCOUNT" : "ALL_USERS",
  };
  // What our schema does not know (a budget without a name, say) is told as it is, so that it shows as a difference.
  return budgetInputs.safeParse(told).data ?? (told as BudgetInputs);
}
