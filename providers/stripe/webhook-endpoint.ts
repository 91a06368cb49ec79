import { VendorError } from "@groundplan/kit/errors.ts";
import { type Issue, type Known, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Stripe, tokenVariable, understood } from "./client.ts";
import type { Fields } from "./form.ts";

/** The metadata key that says what an endpoint was made for: Stripe tells neither, and lets a URL be used twice. */
const marker = "groundplan";

const inputs = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe("Where events are sent to; https, in test mode http too."),
  enabledEvents: z
    .array(z.string().regex(/^(\*|[a-z0-9_.]+)$/, "must be an event such as charge.failed, or *"))
    .min(1)
    .transform((all) => [...new Set(all)].toSorted())
    .describe("Types of events, in any order; `*` is nearly all."),
  apiVersion: z.string().optional().describe("API version of the events, e.g. `2024-06-20`. Left out: the account's."),
  connect: z.boolean().default(false).describe("Whether it hears of connected accounts instead of one's own."),
  description: z.string().max(5000).default("").describe("What it is for."),
  disabled: z.boolean().default(false).describe("Whether nothing is sent."),
  metadata: z
    .record(z.string().max(40), z.string().max(500))
    .default({})
    .describe(`Own data, up to 49 keys; not ${marker}, which is ours.`),
  livemode: z
    .boolean()
    .default(false)
    .describe("Whether it is for real payments. With a live key it must be said, with a test key it must not."),
});
type Inputs = z.output<typeof inputs>;

const outputs = z.object({
  secret: z
    .string()
    .describe(
      "What proves that a call is Stripe's, `whsec_…`. Told once: empty after an import, until it is made anew.",
    ),
  status: z.string().describe("`enabled` or `disabled`."),
  application: z.string().describe("Id of the Connect application, or empty."),
});

/** Stripe API: the webhook endpoint object. */
const answer = z.object({
  id: z.string(),
  url: z.string(),
  enabled_events: z.array(z.string()),
  api_version: z.string().nullish(),
  application: z.string().nullish(),
  description: z.string().nullish(),
  livemode: z.boolean(),
  metadata: z.record(z.string(), z.string()).nullish(),
  secret: z.string().nullish(),
  status: z.string(),
});
type Answer = z.output<typeof answer>;

const list = "/v1/webhook_endpoints";
const pathOf = (id: string) => `${list}/${id}`;

export const webhookEndpoint = resource<Stripe>()({
  token: "stripe:index/webhookEndpoint:WebhookEndpoint",
  description:
    `Where Stripe sends events, and the secret that signs them. Found again by its URL and the metadata key ${marker}; ` +
    "one with the same URL that a stranger made is refused.",
  calls: [
    `GET ${list}`,
    `POST ${list}`,
    `GET ${list}/{webhook_endpoint}`,
    `POST ${list}/{webhook_endpoint}`,
    `DELETE ${list}/{webhook_endpoint}`,
  ],
  inputs,
  outputs,
  secrets: ["secret"],
  changing: ["status"],
  replaceOn: ["apiVersion", "connect", "livemode"],
  importId: "<endpoint id, we_…>",

  parseId: (id) => (/^we_\w+$/.test(id) ? {} : undefined),

  async check({ client }, given) {
    return { issues: [...modeIssues(client.live, given), ...inputIssues(given)] };
  },

  async find({ client }, wanted) {
    const all = await everyEndpoint(client);
    // An endpoint of ours is another one when it hears of others or in another version; a stranger's never is.
    const found = all.find(
      ({ url, metadata }) => url === wanted.url && [undefined, markOf(wanted)].includes(metadata?.[marker]),
    );
    return found?.id;
  },

  async create(call, wanted) {
    const { apiVersion, connect, disabled } = wanted;
    const made = understood(
      answer,
      await call.client.post(list, {
        ...bodyOf(wanted),
        // Stripe API: an empty text unsets, and there is nothing yet.
        description: wanted.description === "" ? undefined : wanted.description,
        api_version: apiVersion,
        connect,
      }),
      `POST ${list}`,
    );
    call.created(made.id);
    const secret = made.secret ?? "";
    if (!disabled) return { id: made.id, outputs: outputsOf(made, secret) };
    // Stripe API: only an update can switch one off.
    const off = await call.client.post(pathOf(made.id), { disabled });
    return { id: made.id, outputs: outputsOf(understood(answer, off, `POST ${pathOf(made.id)}`), secret) };
  },

  async read({ client }, id, known) {
    const { status, body } = await client.get(pathOf(id));
    if (status === 404) return undefined;
    const found = understood(answer, body, `GET ${pathOf(id)}`);
    return { inputs: told(found, known), outputs: outputsOf(found, known.secret ?? "") };
  },

  async update({ client }, id, wanted, old) {
    if (old.secret === undefined) throw lostSecret(id);
    const removed = Object.keys(old.metadata ?? {}).filter((key) => wanted.metadata[key] === undefined);
    const { metadata, ...body } = bodyOf(wanted);
    const merged = { ...Object.fromEntries(removed.map((key) => [key, ""])), ...metadata };
    const answered = await client.post(pathOf(id), { ...body, disabled: wanted.disabled, metadata: merged });
    return outputsOf(understood(answer, answered, `POST ${pathOf(id)}`), old.secret);
  },

  async delete({ client }, id) {
    await client.delete(pathOf(id));
  },
});

async function everyEndpoint(client: Stripe): Promise<Answer[]> {
  const page = z.object({ data: z.array(answer), has_more: z.boolean() });
  const all: Answer[] = [];
  for (;;) {
    const last = all.at(-1);
    const { body } = await client.get(list, { limit: "100", ...(last && { starting_after: last.id }) });
    const { data, has_more } = understood(page, body, `GET ${list}`);
    all.push(...data);
    if (!has_more || data.length === 0) return all;
  }
}

/** What sets an endpoint of a URL apart from others of the same. */
const markOf = ({ connect, apiVersion }: Inputs): string =>
  `${connect ? "connect" : "account"} ${apiVersion ?? "default"}`;

function bodyOf(wanted: Inputs): { readonly metadata: Readonly<Record<string, string>> } & Fields {
  const { url, enabledEvents, description } = wanted;
  return {
    url,
    enabled_events: enabledEvents,
    description,
    metadata: { ...wanted.metadata, [marker]: markOf(wanted) },
  };
}

function told(found: Answer, known: Known<typeof inputs, typeof outputs>): Partial<Inputs> {
  const { [marker]: mark, ...metadata } = found.metadata ?? {};
  return {
    url: found.url,
    enabledEvents: found.enabled_events.toSorted(),
    ...(found.api_version ? { apiVersion: found.api_version } : {}),
    // Stripe API: never told; our own mark says it, and without one it is taken for the common case.
    connect: known.connect ?? mark?.startsWith("connect ") ?? false,
    description: found.description ?? "",
    disabled: found.status === "disabled",
    metadata,
    // The key decides it, and Check holds the two together: what the program said stays.
    livemode: known.livemode ?? found.livemode,
  };
}

const outputsOf = ({ status, application }: Answer, secret: string) => ({
  ...{ secret, status },
  application: application ?? "",
});

/** A live key is refused until the program says that it means real payments, and the other way round. */
function modeIssues(live: boolean | undefined, { livemode }: Partial<Inputs>): Issue[] {
  if (live === undefined || livemode === undefined || livemode === live) return [];
  const key = live ? "a live key: it acts on real payments" : "a test key";
  const way = live ? "say livemode: true, or export a test key" : "leave livemode out, or export a live key";
  return [{ property: "livemode", reason: `is ${livemode}, but ${tokenVariable} holds ${key}; ${way}` }];
}

function inputIssues({ url, enabledEvents, metadata, livemode }: Partial<Inputs>): Issue[] {
  const issue = (when: boolean, property: string, reason: string): Issue[] => (when ? [{ property, reason }] : []);
  const keys = Object.keys(metadata ?? {});
  const all = enabledEvents?.includes("*") === true && enabledEvents.length > 1;
  return [
    ...issue(livemode === true && url?.startsWith("http:") === true, "url", "must be https for real payments"),
    ...issue(all, "enabledEvents", "has * and others: * is enough"),
    ...issue(keys.includes(marker), `metadata.${marker}`, "is ours: choose another key"),
    ...issue(keys.length > 49, "metadata", `has ${keys.length} keys, allowed are 49`),
  ];
}

const lostSecret = (id: string): VendorError =>
  new VendorError(`${id} was made, but Stripe's answer with its signing secret was lost, and it is told only once.`, {
    fix: `delete ${id} in Stripe's dashboard, then run: groundplan refresh, and up again`,
  });
