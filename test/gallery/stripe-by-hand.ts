import type { VendorByHand } from "./gallery.ts";

const path = "/v1/webhook_endpoints";

/** What the exhibits of Stripe declare, by its API alone. */
export const stripeByHand: VendorByHand = {
  vendor: "stripe",
  async make({ call }) {
    const make = async (fields: Readonly<Record<string, string>>): Promise<string> =>
      // Stripe takes no JSON, and a form's fields from the address as well.
      (await call("POST", `${path}?${new URLSearchParams(fields)}`)).id;
    const webhook = await make({
      url: "https://gallery.example.com/stripe",
      "enabled_events[0]": "invoice.paid",
      "enabled_events[1]": "charge.failed",
      api_version: "2024-06-20",
      description: "What was paid",
      "metadata[team]": "billing",
      "metadata[stage]": "first",
    });
    await call("POST", `${path}/${webhook}?disabled=true`);
    return {
      stripeWebhook: webhook,
      stripeWebhookPlain: await make({ url: "http://gallery.example.com/all", "enabled_events[]": "*" }),
    };
  },
  notImported: { stripeWebhookConnect: "Stripe never tells whether an endpoint hears of connected accounts" },
};
