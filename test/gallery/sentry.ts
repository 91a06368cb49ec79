import { Provider } from "../../providers/sentry/sdk.ts";
import type { Exhibition } from "./gallery.ts";
import { hangAlerts } from "./sentry-alerts.ts";
import { hangMonitors } from "./sentry-monitors.ts";
import { hangProjects } from "./sentry-projects.ts";

/** The organization of the gallery's Sentry exhibits; `sentry-by-hand.ts` names the same one without loading the provider. */
const organization = "gallery-sentry";

/** Every resource of the Sentry provider, each with every input that can stand beside the others. */
export function sentryExhibits(exhibition: Exhibition): void {
  const provider = new Provider("sentry");
  const hall = { organization, provider };
  const projects = hangProjects(exhibition, hall);
  const monitors = hangMonitors(exhibition, hall, projects);
  hangAlerts(exhibition, hall, projects, monitors);
}
