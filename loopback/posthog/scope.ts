import type { Context as Call } from "hono";
import { notFound, refuse } from "./refusal.ts";
import type { Context, StoredOrganization, StoredProject } from "./state.ts";

/** The organisation of the path's `:organization`, a UUID or `@current`. A slug is not taken. */
export function organizationOf(call: Call, { state }: Context): StoredOrganization {
  const id = call.req.param("organization");
  const found =
    id === "@current" ? state.organizations[0] : state.organizations.find((organization) => organization.id === id);
  if (!found) throw notFound();
  return found;
}

/** The project of the path's `:project`, a number or `@current`; below an organisation's path only one of its own. */
export function projectOf(call: Call, context: Context): StoredProject {
  const id = call.req.param("project") ?? "";
  if (id !== "@current" && !/^\d+$/.test(id)) throw refuse(404, "Project not found.");
  const organization = call.req.param("organization") === undefined ? undefined : organizationOf(call, context);
  const found = context.state.projects.find(
    (project) =>
      (id === "@current" || project.id === Number(id)) && (!organization || project.organization === organization.id),
  );
  if (!found) throw refuse(404, "Project not found.");
  return found;
}
