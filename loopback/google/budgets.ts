import type { Context as Call, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { page } from "./page.ts";
import { forbidden, invalidBody, notFound, refuse } from "./refusal.ts";
import { type Context, newEtag, newUuid, type StoredBudget } from "./state.ts";

const date = z.strictObject({
  year: z.int().min(2017).max(9999),
  month: z.int().min(1).max(12),
  day: z.int().min(1).max(31),
});
const names = (kind: RegExp) => z.array(z.string().regex(kind)).optional();
const treatments = ["INCLUDE_ALL_CREDITS", "EXCLUDE_ALL_CREDITS", "INCLUDE_SPECIFIED_CREDITS"] as const;

const filterSchema = z.strictObject({
  projects: names(/^projects\/[\w-]+$/),
  resourceAncestors: names(/^(folders|organizations)\/\d+$/),
  services: names(/^services\/[0-9A-F-]+$/),
  subaccounts: names(/^billingAccounts\/[0-9A-F-]+$/),
  creditTypes: z.array(z.string()).optional(),
  creditTypesTreatment: z.enum(treatments).default("INCLUDE_ALL_CREDITS"),
  labels: z.record(z.string(), z.array(z.string()).length(1)).optional(),
  calendarPeriod: z.enum(["MONTH", "QUARTER", "YEAR"]).optional(),
  customPeriod: z.strictObject({ startDate: date, endDate: date.optional() }).optional(),
});
const budgetSchema = z.strictObject({
  displayName: z.string().max(60).optional(),
  amount: z.strictObject({
    specifiedAmount: z
      .strictObject({
        currencyCode: z.string().length(3).optional(),
        units: z
          .union([z.string().regex(/^-?\d+$/), z.int()])
          .transform(String)
          .optional(),
        nanos: z.int().optional(),
      })
      .optional(),
    lastPeriodAmount: z.strictObject({}).optional(),
  }),
  budgetFilter: filterSchema.default({ creditTypesTreatment: "INCLUDE_ALL_CREDITS" }),
  thresholdRules: z
    .array(
      z.strictObject({
        thresholdPercent: z.number().min(0),
        spendBasis: z.enum(["CURRENT_SPEND", "FORECASTED_SPEND"]).default("CURRENT_SPEND"),
      }),
    )
    .default([]),
  notificationsRule: z
    .strictObject({
      pubsubTopic: z
        .string()
        .regex(/^projects\/[\w-]+\/topics\/.+$/)
        .optional(),
      schemaVersion: z.literal("1.0").optional(),
      monitoringNotificationChannels: z
        .array(z.string().regex(/^projects\/[\w-]+\/notificationChannels\/\d+$/))
        .max(5)
        .optional(),
      disableDefaultIamRecipients: z.boolean().optional(),
      enableProjectLevelRecipients: z.boolean().optional(),
    })
    .default({}),
  ownershipScope: z.enum(["OWNERSHIP_SCOPE_UNSPECIFIED", "ALL_USERS", "BILLING_ACCOUNT"]).optional(),
  etag: z.string().optional(),
  name: z.string().optional(),
});
export type BudgetBody = z.output<typeof budgetSchema>;
const anyBody = z.record(z.string(), z.unknown());

/** Cloud Billing Budgets v1. */
export function budgetRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const list = "/v1/billingAccounts/:account/budgets";
  const accountOf = (call: Call) => {
    const account = state.billingAccounts.find(({ id }) => id === call.req.param("account"));
    if (!account) throw forbidden();
    return account;
  };
  const nameOf = (call: Call) => `billingAccounts/${accountOf(call).id}/budgets/${call.req.param("budget")}`;
  const found = (call: Call): StoredBudget => {
    const name = nameOf(call);
    const budget = state.budgets.find((one) => one.name === name);
    if (!budget) throw notFound();
    return budget;
  };
  /** As it is kept: in the account's currency, by month where nothing else is said. */
  const settled = (body: BudgetBody, currency: string): BudgetBody => {
    ensureSound(body, currency);
    const { specifiedAmount } = body.amount;
    return {
      ...body,
      amount: specifiedAmount ? { specifiedAmount: { ...specifiedAmount, currencyCode: currency } } : body.amount,
      budgetFilter: body.budgetFilter.customPeriod
        ? body.budgetFilter
        : { ...body.budgetFilter, calendarPeriod: body.budgetFilter.calendarPeriod ?? "MONTH" },
    };
  };

  app.get(list, (c) => {
    const prefix = `billingAccounts/${accountOf(c).id}/`;
    return c.json(page(c, "budgets", state.budgets.filter(({ name }) => name.startsWith(prefix)).map(budgetView)));
  });
  app.post(list, async (c) => {
    const account = accountOf(c);
    const body = settled(await readBody(c, budgetSchema, invalidBody), account.currency);
    const name = `billingAccounts/${account.id}/budgets/${newUuid(context)}`;
    const budget: StoredBudget = { ...body, name, etag: newEtag(context) };
    state.budgets.push(budget);
    context.changed();
    return c.json(budgetView(budget));
  });
  app.get(`${list}/:budget`, (c) => c.json(budgetView(found(c))));
  app.patch(`${list}/:budget`, async (c) => {
    const budget = found(c);
    const given = await readBody(c, anyBody, invalidBody);
    if (given["etag"] !== undefined && given["etag"] !== budget.etag) throw refuse(409, "The etag does not match");
    const mask = new URL(c.req.url).searchParams.get("updateMask")?.split(",") ?? Object.keys(given);
    const changes = Object.fromEntries(mask.map((field) => [field, given[field]]));
    const merged = budgetSchema.safeParse({ ...budget, ...changes });
    if (!merged.success) throw invalidBody(merged.error.issues);
    Object.assign(budget, settled(merged.data, accountOf(c).currency), { name: budget.name, etag: newEtag(context) });
    context.changed();
    return c.json(budgetView(budget));
  });
  app.delete(`${list}/:budget`, (c) => {
    const budget = found(c);
    state.budgets = state.budgets.filter((other) => other !== budget);
    context.changed();
    return c.json({});
  });
}

function ensureSound({ amount, budgetFilter, notificationsRule }: BudgetBody, currency: string): void {
  const problems = [
    (amount.specifiedAmount === undefined) === (amount.lastPeriodAmount === undefined) &&
      "Exactly one of specifiedAmount and lastPeriodAmount must be set.",
    (amount.specifiedAmount?.currencyCode ?? currency) !== currency &&
      `The currency of the billing account is ${currency}.`,
    budgetFilter.calendarPeriod && budgetFilter.customPeriod && "Only one usage period can be set.",
    budgetFilter.customPeriod && amount.lastPeriodAmount && "lastPeriodAmount cannot be used with customPeriod.",
    (budgetFilter.creditTypesTreatment === "INCLUDE_SPECIFIED_CREDITS") !==
      (budgetFilter.creditTypes ?? []).length > 0 && "creditTypes must be set exactly for INCLUDE_SPECIFIED_CREDITS.",
    notificationsRule.pubsubTopic && !notificationsRule.schemaVersion && "schemaVersion is required with pubsubTopic.",
  ].filter((problem) => typeof problem === "string");
  if (problems.length > 0) throw refuse(400, problems.join(" "));
}

/** Without what is zero, false or empty, as protocol buffers become JSON. */
export function budgetView(budget: StoredBudget): object {
  return withoutZero(budget);
}

function withoutZero<T>(value: T): T | object {
  if (Array.isArray(value)) return value.map(withoutZero);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([, child]) => ![0, "0", false, "", undefined].includes(child) && !(Array.isArray(child) && child.length === 0),
      )
      .map(([key, child]) => [key, withoutZero(child)]),
  );
}
