import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { projectIds, teamId } from "./account-inputs.ts";
import { look, remove, tell } from "./ask.ts";
import { bare, splitId, type Vercel } from "./client.ts";
import { stringSet } from "./string-set.ts";
import { webhookEvents } from "./webhook-events.ts";

const inputs = z.strictObject({
  teamId,
  endpoint: z
    .string()
    .regex(/^https?:\/\//, "must begin with https:// or http://")
    .describe("Where Vercel sends them."),
  events: stringSet(z.enum(webhookEvents))
    .refine((events) => events.length > 0, "must name one at least")
    .describe("What is told, e.g. `deployment.succeeded`; a set of at least one."),
  projectIds: projectIds.describe("Projects it is for. Left out: all of the team."),
});

const outputs = z.object({
  secret: z
    .string()
    .describe("Signs what Vercel sends (`x-vercel-signature`). Empty for an imported webhook: told once."),
});

const answer = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  projectIds: z.array(z.string()).nullish(),
});

/** Vercel REST: a webhook cannot be changed. It has no name, and its secret is told once: a lost answer is an error. */
export const webhook = resource<Vercel>()({
  token: "vercel:index/webhook:Webhook",
  description: "An address that Vercel tells what happens. Vercel cannot change one, so every change makes a new one.",
  calls: ["GET /v1/webhooks/{id}", "POST /v1/webhooks", "DELETE /v1/webhooks/{id}"],
  inputs,
  outputs,
  secrets: ["secret"],
  importId: "<webhook id>, or <team id>/<webhook id>",

  parseId(id) {
    const parts = splitId(id, ["webhook"]);
    return parts && (parts.teamId === undefined ? {} : { teamId: parts.teamId });
  },

  async create(call, wanted) {
    const { endpoint: url, events, projectIds: projects } = wanted;
    const body = { url, events, ...(projects === undefined ? {} : { projectIds: projects }) };
    const made = await tell(call, "POST /v1/webhooks", wanted, body, answer.extend({ secret: z.string() }));
    return { id: made.id, outputs: { secret: made.secret } };
  },

  async read(call, id, known) {
    const found = await look(call, `/v1/webhooks/${bare(id)}`, known, answer);
    if (found === undefined) return undefined;
    const events = found.events.toSorted() as z.output<typeof inputs>["events"];
    const told = { endpoint: found.url, events, projectIds: found.projectIds?.toSorted() };
    return { inputs: { ...told, teamId: known.teamId }, outputs: { secret: known.secret ?? "" } };
  },

  delete: (call, id, known) => remove(call, `/v1/webhooks/${bare(id)}`, known),
});
