import type { Stranger, VendorByHand } from "./gallery.ts";
import { monitorsByHand } from "./sentry-monitors-by-hand.ts";
import { projectsByHand } from "./sentry-projects-by-hand.ts";

const org = "gallery-sentry";

/** What the Sentry exhibits declare in their first turn, made with Sentry's Web API alone. */
export const sentryByHand: VendorByHand = {
  vendor: "sentry",
  accounts: { organizations: [{ slug: org, id: "4508000000000077", name: "Gallery" }] },

  async make(stranger) {
    const hand = handOf(stranger);
    const projects = await projectsByHand(hand);
    const monitors = await monitorsByHand(hand);
    return { ...projects, ...monitors };
  },
};

/** Calls of Sentry's API: `call("POST organizations/gallery-sentry/teams/", …)`. */
export interface Hand {
  readonly org: string;
  // biome-ignore lint/suspicious/noExplicitAny: a vendor's answer, read by the hand that knows it
  call(methodAndPath: string, body?: unknown): Promise<any>;
  secret(name: string): string;
}

const handOf = ({ call, secret }: Stranger): Hand => ({
  org,
  secret,
  call(methodAndPath, body) {
    const [method = "", path = ""] = methodAndPath.split(" ");
    return call(method, `/api/0/${path}`, body);
  },
});
