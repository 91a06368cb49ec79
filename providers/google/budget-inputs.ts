import { z } from "zod";

const sorted = (values: readonly string[]): string[] => values.toSorted();
const names = (kind: RegExp, form: string) =>
  z
    .array(z.string().regex(kind, `must be ${form}`))
    .default([])
    .transform(sorted);

const date = z.strictObject({
  year: z.int().min(2017).max(9999).describe("Year, from 2017 on."),
  month: z.int().min(1).max(12).describe("Month, 1 to 12."),
  day: z.int().min(1).max(31).describe("Day, 1 to 31."),
});

const specifiedAmount = z.strictObject({
  currencyCode: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be three capitals")
    .describe("The billing account's currency, `USD`."),
  units: z.string().regex(/^\d+$/, "must be a whole number as text").default("0").describe("Whole units, as text."),
  nanos: z.int().min(0).max(999_999_999).default(0).describe("Billionths of a unit besides."),
});

const amount = z
  .strictObject({
    specifiedAmount: specifiedAmount.optional().describe("A fixed amount."),
    lastPeriodAmount: z.literal(true).optional().describe("As much as was spent in the last period."),
  })
  .refine(
    (given) => (given.specifiedAmount === undefined) !== (given.lastPeriodAmount === undefined),
    "takes exactly one of specifiedAmount and lastPeriodAmount",
  );

const budgetFilter = z
  .strictObject({
    projects: names(/^projects\/\d+$/, "projects/<number>: Google answers the number, never the id").describe(
      "Only these projects, `projects/<number>`. None: all.",
    ),
    resourceAncestors: names(/^(folders|organizations)\/\d+$/, "folders/<number> or organizations/<number>").describe(
      "Only below these folders and organizations.",
    ),
    services: names(/^services\/[0-9A-F-]+$/, "services/<id>").describe("Only these services, `services/<id>`."),
    subaccounts: names(/^billingAccounts\/[0-9A-F-]+$/, "billingAccounts/<id>").describe("Only these subaccounts."),
    creditTypes: z.array(z.string()).default([]).transform(sorted).describe("With INCLUDE_SPECIFIED_CREDITS only."),
    creditTypesTreatment: z
      .enum(["INCLUDE_ALL_CREDITS", "EXCLUDE_ALL_CREDITS", "INCLUDE_SPECIFIED_CREDITS"])
      .default("INCLUDE_ALL_CREDITS")
      .describe("Whether credits count as not spent."),
    labels: z.record(z.string(), z.string()).default({}).describe("Only what has this label: one name and value."),
    calendarPeriod: z.enum(["MONTH", "QUARTER", "YEAR"]).optional().describe("Left out: MONTH."),
    customPeriod: z
      .strictObject({
        startDate: date.describe("First day."),
        endDate: date.optional().describe("Last day. Left out: for ever."),
      })
      .optional()
      .describe("One period that does not come again, instead of `calendarPeriod`."),
  })
  .refine(
    ({ calendarPeriod, customPeriod }) => calendarPeriod === undefined || customPeriod === undefined,
    "takes one of calendarPeriod and customPeriod",
  )
  .transform((filter) =>
    filter.customPeriod === undefined
      ? { ...filter, calendarPeriod: filter.calendarPeriod ?? ("MONTH" as const) }
      : filter,
  );

const thresholdRule = z.strictObject({
  thresholdPercent: z.number().min(0).describe("Share of the amount: 0.9 is 90 %."),
  spendBasis: z
    .enum(["CURRENT_SPEND", "FORECASTED_SPEND"])
    .default("CURRENT_SPEND")
    .describe("What is compared with it: spent, or foreseen for the period."),
});
type Rule = z.output<typeof thresholdRule>;

/** One order for what has none. */
const inOrder = (rules: readonly Rule[]): Rule[] =>
  rules.toSorted((a, b) => a.thresholdPercent - b.thresholdPercent || (a.spendBasis < b.spendBasis ? -1 : 1));

const allUpdatesRule = z.strictObject({
  pubsubTopic: z
    .string()
    .regex(/^projects\/[^/]+\/topics\/[^/]+$/, "must be projects/<id>/topics/<name>")
    .optional()
    .describe("Topic that hears of every change, `projects/<id>/topics/<name>`."),
  schemaVersion: z.literal("1.0").default("1.0").describe("Form of the messages."),
  monitoringNotificationChannels: names(
    /^projects\/[^/]+\/notificationChannels\/\d+$/,
    "projects/<id>/notificationChannels/<number>",
  )
    .refine((channels) => channels.length <= 5, "has more than 5 channels")
    .describe("Channels that hear of thresholds, up to 5."),
  disableDefaultIamRecipients: z
    .boolean()
    .default(false)
    .describe("Whether the account's administrators hear nothing."),
  enableProjectLevelRecipients: z.boolean().default(false).describe("Whether owners of the one project hear of it."),
});

export const budgetInputs = z.strictObject({
  billingAccount: z
    .string()
    .regex(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/, "must be like 012345-567890-ABCDEF")
    .describe("Id of the billing account."),
  displayName: z.string().min(1).max(60).describe("Name, up to 60 characters; how it is found again, so unique here."),
  amount: amount.describe("How much may be spent in a period."),
  budgetFilter: budgetFilter.prefault({}).describe("What counts as spent. Left out: all of the account, by month."),
  thresholdRules: z.array(thresholdRule).default([]).transform(inOrder).describe("When somebody is told."),
  allUpdatesRule: allUpdatesRule.prefault({}).describe("Who is told besides the account's administrators."),
  ownershipScope: z
    .enum(["ALL_USERS", "BILLING_ACCOUNT"])
    .default("ALL_USERS")
    .describe("Who may change it: project owners too, or the billing account's users only."),
});
export type BudgetInputs = z.output<typeof budgetInputs>;
