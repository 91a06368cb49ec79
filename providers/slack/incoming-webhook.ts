import { VendorError } from "@groundplan/kit/errors.ts";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Probe, probe, publicId, webhookUrl } from "./webhook.ts";

export const incomingWebhook = resource<Record<string, never>>()({
  token: "slack:index/incomingWebhook:IncomingWebhook",
  description:
    "An incoming webhook that a person made in Slack, proven to work: when it is declared and at each refresh Slack is " +
    "asked by a message without text, which it refuses and does not post. One that does not work any more reads as gone.",
  // Its address is the secret, so that a call of it is none of Slack's API.
  calls: [],
  inputs: z.strictObject({
    url: webhookUrl.describe("Address of the webhook, `https://hooks.slack.com/services/T…/B…/…`."),
    channel: z
      .string()
      .regex(/^[#@]?[^\s#@]{1,80}$/, "must be a channel such as #alerts")
      .describe("Channel that it posts to, for errors and the reader: Slack does not tell it."),
  }),
  outputs: z.object({
    webhook: z.string().describe("Ids of workspace and webhook, `T…/B…`; no secret."),
    answer: z.string().describe("What Slack said when it was asked last, e.g. `no_text`."),
  }),
  secrets: ["url"],
  writeOnly: ["url", "channel"],
  changing: ["answer"],
  replaceOn: ["url"],
  importId: "none",
  neverImported: "its address is the secret, and an import id is no place for one",

  parseId: () => undefined,

  async create({ signal }, wanted) {
    const found = await probe(wanted.url, signal);
    if (!found.alive) throw dead(wanted, found);
    return { id: publicId(wanted.url), outputs: outputsOf(wanted.url, found) };
  },

  async read({ signal }, _, { url }) {
    if (url === undefined) return undefined;
    const found = await probe(url, signal);
    return found.alive ? { inputs: {}, outputs: outputsOf(url, found) } : undefined;
  },

  async update({ signal }, _, wanted) {
    const found = await probe(wanted.url, signal);
    if (!found.alive) throw dead(wanted, found);
    return outputsOf(wanted.url, found);
  },

  // A person made it, and a person removes it.
  async delete() {},
});

const outputsOf = (url: string, { answer }: Probe) => ({ webhook: publicId(url), answer });

const dead = ({ url, channel }: { url: string; channel: string }, { answer }: Probe): VendorError =>
  new VendorError(`Slack's webhook ${publicId(url)} for ${channel} does not work: it answered "${answer}".`, {
    fix: `${cures[answer] ?? cures["no_service"]}, then set its address where url comes from`,
  });

const cures: Readonly<Record<string, string>> = {
  no_service: "it was removed or switched off: add a new one in Slack, at the app's page, Incoming Webhooks",
  channel_is_archived: "unarchive the channel, or add a webhook for another one",
  channel_not_found: "the channel was deleted: add a webhook for another one",
  action_prohibited: "an administrator forbids it: have the app allowed for the channel",
  invalid_token: "the last part of the address is wrong: copy it again from the app's page, Incoming Webhooks",
};
