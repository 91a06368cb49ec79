import { Provider } from "../../providers/vercel/sdk.ts";
import type { Exhibition } from "./gallery.ts";
import { hangFirewall, hangProjectSettings } from "./vercel-project-settings.ts";
import { hangProjects } from "./vercel-projects.ts";
import { hangTeam } from "./vercel-team.ts";

/** The team of the gallery's Vercel exhibits; `vercel-by-hand.ts` names the same one without loading the provider. */
const team = "team_GalleryVercel00000001";

/** What every Vercel exhibit is hung with. */
export interface Wall {
  /** `team_…`. */
  readonly team: string;
  readonly opts: { readonly provider: Provider };
  readonly hang: Exhibition["hang"];
  /** As it is written, so that words stay words and need no `as const`. */
  readonly turn: <const First, const Changed>(first: First, changed: Changed) => First | Changed;
  readonly secret: Exhibition["secret"];
}

/** Every resource of the Vercel provider, each with every input that can stand beside the others. */
export function vercelExhibits({ hang, turn, secret }: Exhibition): void {
  const wall: Wall = { team, hang, turn, secret, opts: { provider: new Provider("vercel", { team }) } };
  const projects = hangProjects(wall);
  hangProjectSettings(wall, projects.project);
  hangFirewall(wall, projects.project);
  hangTeam(wall, projects);
}
