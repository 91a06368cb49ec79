import { notFound } from "./errors.ts";
import type { SentryContext } from "./http.ts";
import { dashboardView } from "./routes/dashboards.ts";
import { integrationView } from "./routes/integrations.ts";
import { memberView } from "./routes/members.ts";
import { filtersView, ownershipView } from "./routes/project-parts.ts";
import { releaseView } from "./routes/releases.ts";
import { mappingView, repositoryView } from "./routes/repositories.ts";
import { workflowView } from "./routes/workflows.ts";
import { organizationView, teamView } from "./views/account.ts";
import { keyView } from "./views/key.ts";
import { detectorView, monitorView } from "./views/monitor.ts";
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
    members: state.members.map((member) => memberView(state, member)),
    projects: projects.map((project) => projectView(state, orgOf(project.orgId), project)),
    keys: projects.flatMap((project) => project.keys.map((key) => ({ ...place(project), ...keyView(project, key) }))),
    detectors: [
      ...projects.flatMap((project) => project.detectors.map((detector) => detectorView(state, project, detector))),
      ...state.monitors.map((monitor) => monitorView(state, monitor)),
    ],
    workflows: state.workflows.map(workflowView),
    integrations: state.integrations.map((one) => integrationView(one)),
    releases: state.releases.map((one) => releaseView(state, one)),
    deploys: state.releases.flatMap(({ version, deploys }) => deploys.map((deploy) => ({ version, ...deploy }))),
    repositories: state.repositories.map(repositoryView),
    dashboards: state.dashboards.map(dashboardView),
    codeMappings: state.codeMappings.map((one) => mappingView(state, one)),
    filters: projects.flatMap((project) => filtersView(project).map((filter) => ({ ...place(project), ...filter }))),
    ownership: projects.map((project) => ({ ...place(project), ...ownershipView(project) })),
  };
}
