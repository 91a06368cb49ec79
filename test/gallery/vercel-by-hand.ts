import type { Stranger, VendorByHand } from "./gallery.ts";
import { projectSettingsByHand } from "./vercel-project-settings-by-hand.ts";
import { projectsByHand } from "./vercel-projects-by-hand.ts";
import { teamByHand } from "./vercel-team-by-hand.ts";

const team = "team_GalleryVercel00000001";

/** What the Vercel exhibits declare in their first turn, made with Vercel's REST API alone. */
export const vercelByHand: VendorByHand = {
  vendor: "vercel",
  accounts: {
    teams: [{ id: team, slug: "gallery-vercel", name: "Gallery" }],
    domains: [{ name: "gallery.example", teamId: team }],
  },
  notImported: {
    vercelEdgeToken: "Vercel tells a token once and looks it up by itself alone, so no id could name it",
  },

  async make(stranger) {
    const hand = handOf(stranger);
    const projects = await projectsByHand(hand);
    const project = lastPart(projects["vercelProject"]);
    return { ...projects, ...(await projectSettingsByHand(hand, project)), ...(await teamByHand(hand, project)) };
  },
};

const lastPart = (id = ""): string => id.slice(id.lastIndexOf("/") + 1);

/** Calls in the gallery's team. */
export interface Hand {
  readonly team: string;
  // biome-ignore lint/suspicious/noExplicitAny: a vendor's answer, read by the hand that knows it
  call(methodAndPath: string, body?: unknown): Promise<any>;
  secret(name: string): string;
}

function handOf({ call, secret }: Stranger): Hand {
  return {
    team,
    secret,
    call(methodAndPath, body) {
      const [method = "", path = ""] = methodAndPath.split(" ");
      return call(method, `${path}${path.includes("?") ? "&" : "?"}teamId=${team}`, body);
    },
  };
}
