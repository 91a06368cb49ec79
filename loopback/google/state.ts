import { z } from "zod";
import type { VendorContext } from "../core/vendor.ts";
import type { BudgetBody } from "./budgets.ts";

export type Context = VendorContext<GoogleState>;

export interface GoogleState {
  /** Made by people. */
  billingAccounts: { id: string; currency: string }[];
  projects: { id: string; number: string }[];
  budgets: StoredBudget[];
  dashboards: StoredDashboard[];
}

export type StoredBudget = BudgetBody & { name: string; etag: string };

export interface StoredDashboard {
  /** `projects/<number>/dashboards/<uuid>` */
  name: string;
  etag: string;
  content: Record<string, unknown>;
}

export const emptyState = (): GoogleState => ({
  billingAccounts: [{ id: "000000-000000-100B0C", currency: "USD" }],
  projects: [{ id: "loopback", number: "100000000001" }],
  budgets: [],
  dashboards: [],
});

/** Accounts that a stack expects: `{ "billingAccounts": [{ "id": "012345-567890-ABCDEF" }], "projects": [{ "id": "acme" }] }`. */
const accountsSchema = z.strictObject({
  billingAccounts: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/),
        currency: z.string().length(3).default("USD"),
      }),
    )
    .default([]),
  projects: z.array(z.strictObject({ id: z.string(), number: z.string().regex(/^\d+$/).optional() })).default([]),
});

export function seedAccounts({ state, id: random }: Context, accounts: unknown): void {
  const { billingAccounts, projects } = accountsSchema.parse(accounts);
  for (const account of billingAccounts)
    if (!state.billingAccounts.some(({ id }) => id === account.id)) state.billingAccounts.push(account);
  for (const { id, number = `1${random(11, "0123456789")}` } of projects)
    if (!state.projects.some((project) => project.id === id)) state.projects.push({ id, number });
}

export function newUuid({ id }: Context): string {
  const hex = id(32, "0123456789abcdef");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export const newEtag = ({ id }: Context): string => id(32, "0123456789abcdef");
