import type { VendorByHand } from "./gallery.ts";

/** A person makes webhooks in Slack's pages: there is nothing that a hand could make by its API. */
export const slackByHand: VendorByHand = {
  vendor: "slack",
  accounts: { hooks: [{ workspace: "TGALLERY1", id: "BALERTS1", channel: "alerts" }] },
  make: () => Promise.resolve({}),
  notImported: { slackAlerts: "its address is the secret, and an import id is no place for one" },
};
