import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { bodyOf, budgetAnswer, toldInputs } from "./budget-answer.ts";
import { budgetInputs } from "./budget-inputs.ts";
import { type Google, list, theOne, understood } from "./client.ts";

const idForm = /^billingAccounts\/([0-9A-F-]+)\/budgets\/[\w-]+$/;

export const budget = resource<Google>()({
  token: "gcp:billing/budget:Budget",
  description: "What may be spent in a Google Cloud billing account, and who is told when it is nearly spent.",
  calls: [
    "GET /v1/billingAccounts/{account}/budgets",
    "POST /v1/billingAccounts/{account}/budgets",
    "GET /v1/billingAccounts/{account}/budgets/{budget}",
    "PATCH /v1/billingAccounts/{account}/budgets/{budget}",
    "DELETE /v1/billingAccounts/{account}/budgets/{budget}",
  ],
  inputs: budgetInputs,
  outputs: z.object({ name: z.string().describe("Id that Google gave it, a UUID.") }),
  replaceOn: ["billingAccount"],
  importId: "billingAccounts/<billing account>/budgets/<name>",

  parseId(id) {
    const [, billingAccount] = idForm.exec(id) ?? [];
    return billingAccount === undefined ? undefined : { billingAccount };
  },

  async find({ client }, { billingAccount, displayName }) {
    const all = await list(client.billing, budgetsOf(billingAccount), "budgets", named);
    return theOne("budgets", all, displayName)?.name;
  },

  async create({ client }, wanted) {
    const path = budgetsOf(wanted.billingAccount);
    const { body } = await client.billing.send("POST", path, { body: bodyOf(wanted) });
    const made = understood(budgetAnswer, body, `POST ${path}`);
    return { id: made.name, outputs: outputsOf(made) };
  },

  async read(call, id) {
    const found = await readBudget(call, id);
    const [, billingAccount = ""] = idForm.exec(id) ?? [];
    return found && { inputs: toldInputs(found, billingAccount), outputs: outputsOf(found) };
  },

  async update({ client }, id, wanted) {
    const body = bodyOf(wanted);
    // Every field is named, so that what is empty now becomes empty there.
    const request = { query: { updateMask: Object.keys(body).join(",") }, body };
    const answer = await client.billing.send("PATCH", `/${id}`, request);
    return outputsOf(understood(budgetAnswer, answer.body, `PATCH /${id}`));
  },

  async delete({ client }, id) {
    await client.billing.send("DELETE", `/${id}`, { accept: [404] });
  },
});

const named = z.object({ name: z.string(), displayName: z.string().nullish() });

const budgetsOf = (billingAccount: string): string => `/billingAccounts/${billingAccount}/budgets`;

async function readBudget({ client }: Reading<Google>, id: string) {
  const { status, body } = await client.billing.send("GET", `/${id}`, { accept: [404] });
  return status === 404 ? undefined : understood(budgetAnswer, body, `GET /${id}`);
}

const outputsOf = ({ name }: { name: string }) => ({ name: name.slice(name.lastIndexOf("/") + 1) });
