import type { Stranger, VendorByHand } from "./gallery.ts";
import { alertsByHand } from "./sentry-alerts-by-hand.ts";
import { monitorsByHand } from "./sentry-monitors-by-hand.ts";
import { projectsByHand } from "./sentry-projects-by-hand.ts";

const org = "gallery-sentry";

/** What the Sentry exhibits declare in their first turn, made with Sentry's Web API alone. */
export const sentryByHand: VendorByHand = {
  vendor: "sentry",
  accounts: {
    organizations: [
      {
        slug: org,
        id: "4508000000000077",
        name: "Gallery",
        integrations: [
          {
            provider: "slack",
            id: "4101",
            name: "Gallery HQ",
            channels: [
              { id: "C0GALLERY1", name: "gallery-alerts" },
              { id: "C0GALLERY2", name: "gallery-quiet" },
            ],
          },
          {
            provider: "pagerduty",
            id: "4102",
            name: "Gallery Pagers",
            services: [
              { id: "4201", service: "Gallery" },
              { id: "4202", service: "Garden" },
            ],
          },
          { provider: "github", id: "4103", name: "gallery", repositories: ["gallery/web"] },
        ],
      },
    ],
  },

  async make(stranger) {
    const hand = handOf(stranger);
    const projects = await projectsByHand(hand);
    const monitors = await monitorsByHand(hand);
    const alerts = await alertsByHand(hand, monitors);
    return { ...projects, ...monitors, ...alerts };
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
