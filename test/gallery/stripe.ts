import * as stripe from "../../providers/stripe/sdk.ts";
import type { Exhibition } from "./gallery.ts";

/** Every resource of the Stripe provider, as rich as it can be at once. */
export function stripeExhibits({ hang, turn }: Exhibition): void {
  const opts = { provider: new stripe.Provider("stripe") };

  hang(
    "stripeWebhook",
    stripe.WebhookEndpoint,
    {
      url: turn("https://gallery.example.com/stripe", "https://gallery.example.com/stripe/events"),
      enabledEvents: turn(["invoice.paid", "charge.failed"], ["charge.failed", "charge.refunded"]),
      apiVersion: "2024-06-20",
      description: turn("What was paid", "What was paid and given back"),
      disabled: turn(true, false),
      metadata: turn({ team: "billing", stage: "first" }, { team: "payments" }),
      livemode: false,
    },
    opts,
  );
  hang(
    "stripeWebhookPlain",
    stripe.WebhookEndpoint,
    { url: "http://gallery.example.com/all", enabledEvents: ["*"] },
    opts,
  );
  hang(
    "stripeWebhookConnect",
    stripe.WebhookEndpoint,
    {
      ...{ url: "https://gallery.example.com/connect", connect: true },
      enabledEvents: turn(["account.updated"], ["account.updated", "payout.failed"]),
    },
    opts,
  );
}
