import { type Dialect, Http } from "@groundplan/kit/http.ts";
import { z } from "zod";

/**
 * The form of an incoming webhook's address. Only `/services/` is taken: a workflow's address (`/triggers/`,
 * `/workflows/`) is set off by any call.
 */
const addresses = [
  /^https:\/\/hooks\.slack\.com\/services\/(T\w+)\/(B\w+)\/([\w-]+)$/,
  /^http:\/\/(?:127\.0\.0\.1|\[::1\])(?::\d+)?\/services\/(T\w+)\/(B\w+)\/([\w-]+)$/,
];

/** An incoming webhook's address: Slack's own host, or this machine. */
export const webhookUrl = z
  .string()
  .refine(
    (text) => addresses.some((address) => address.test(text)),
    "must be https://hooks.slack.com/services/T…/B…/…, as Slack shows it: a webhook's secret goes to no other host but 127.0.0.1",
  );

/** Workspace and webhook of an address, without what makes it secret. */
export function publicId(url: string): string {
  const [, workspace = "", webhook = ""] = addresses.map((one) => one.exec(url)).find((one) => one !== null) ?? [];
  return `${workspace}/${webhook}`;
}

/** What Slack says of a webhook. */
export interface Probe {
  readonly alive: boolean;
  /** Slack's word, e.g. `no_text` or `no_service`. */
  readonly answer: string;
}

/**
 * Slack API ~: a webhook that works refuses a message without text by these words, and posts nothing. One that does not
 * work says 404 `no_service`, 403 `action_prohibited` or 410 `channel_is_archived`. Whether an archived channel shows
 * before the missing text is not documented.
 */
const refusals = ["no_text", "invalid_payload", "missing_text_or_fallback_or_attachments"];

const dialect: Dialect = {
  vendor: "Slack",
  tokenVariable: "url",
  // Slack API: about one call a second for each webhook.
  concurrency: 1,
  headers: () => ({}),
  describe: (body) => (typeof body === "string" && body !== "" ? { message: body } : {}),
};

/** Asks whether a webhook is alive by a message without text. @throws VendorError when Slack gives no answer */
export async function probe(url: string, signal: AbortSignal): Promise<Probe> {
  // The whole address is the base: an error names the call's path, and this one's is the secret.
  const http = new Http({ base: new URL(url), token: url, dialect, signal, fetch: asJson });
  const sent = await http.send("POST", "", { body: {}, repeatable: true, accept: [400, 403, 404, 410] });
  const answer = typeof sent.body === "string" ? sent.body.trim() : "";
  return { alive: sent.status === 400 && refusals.includes(answer), answer: answer || String(sent.status) };
}

/** Slack answers in plain text; the kit's client reads JSON. */
const asJson: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init);
  const { status } = answer;
  return Response.json(await answer.text(), { status, headers: retryAfter(answer.headers) });
};

function retryAfter(headers: Headers): Record<string, string> {
  const seconds = headers.get("retry-after");
  return seconds === null ? {} : { "retry-after": seconds };
}
