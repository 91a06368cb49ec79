import type { Project } from "./state.ts";

export function statusOf(project: Pick<Project, "transition">): string {
  return project.transition?.status ?? "ACTIVE_HEALTHY";
}

/** Counts a read of the project: a change of state takes some of them, as it takes minutes at the vendor. */
export function passTime(project: Project): void {
  if (!project.transition) return;
  project.transition.readsLeft -= 1;
  if (project.transition.readsLeft < 0) project.transition = null;
}

/** The project as `POST /v1/projects` answers it. */
export function projectView(project: Project): object {
  const { ref, organization, name, region, createdAt } = project;
  return {
    ...{ id: ref, ref, organization_id: organization, organization_slug: organization, name, region },
    ...{ created_at: createdAt, status: statusOf(project) },
  };
}

/** The project as reads answer it. */
export function fullProjectView(project: Project): object {
  const host = `db.${project.ref}.supabase.co`;
  return {
    ...projectView(project),
    database: { host, version: "17.6.1.054", postgres_engine: "17", release_channel: "ga" },
  };
}
