import { notFound } from "./errors.ts";
import type { SentryContext } from "./http.ts";
import { filtersView, ownershipView } from "./routes/project-parts.ts";
import { organizationView, teamView } from "./views/account.ts";
import { detectorView, keyView } from "./views/key.ts";
import { projectView } from "./views/project.ts";

/** Every stored object as Sentry's API shows it; what it nests below a project says in `project` where it belongs. */
export function presentSentry({ state }: SentryContext): Record<string, readonly unknown[]> {
  const { organizations, teams, projects } = state;
  const orgOf = (id: string) => {
    const org = organizations.find((candidate) => candidate.id === id);
    if (!org) throw notFound();
    return org;
  };
  const place = (project: { slug: string }) => ({ project: project.slug });
  return {
    organizations: organizations.map(organizationView),
    teams: teams.map(teamView),
    projects: projects.map((project) => projectView(state, orgOf(project.orgId), project)),
    keys: projects.flatMap((project) => project.keys.map((key) => ({ ...place(project), ...keyView(project, key) }))),
    detectors: projects.flatMap((project) => project.detectors.map((detector) => detectorView(project, detector))),
    filters: projects.flatMap((project) => filtersView(project).map((filter) => ({ ...place(project), ...filter }))),
    ownership: projects.map((project) => ({ ...place(project), ...ownershipView(project) })),
  };
}
