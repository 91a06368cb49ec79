import type { Context as Call } from "hono";
import { z } from "zod";
import { readBody, readQuery } from "../core/body.ts";
import { badRequest, invalidBody, notFound, refuse } from "./refusal.ts";
import type { Route } from "./router.ts";
import { projectNamed, scopeOf } from "./scope.ts";
import { type Context, type StoredAccessGroup, tick } from "./state.ts";

const name = z
  .string()
  .max(50)
  .regex(/^[A-z0-9_ -]+$/);
const role = z.enum(["ADMIN", "PROJECT_DEVELOPER", "PROJECT_VIEWER"]);
const projects = z.array(z.strictObject({ projectId: z.string(), role: role.nullable() })).optional();
const createSchema = z.strictObject({ name, projects, membersToAdd: z.array(z.string()).optional() });
const updateSchema = createSchema
  .partial()
  .extend({ membersToRemove: z.array(z.string()).optional() })
  .strict();
const listSchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  next: z.string().optional(),
  search: z.string().optional(),
});
const addSchema = z.strictObject({ projectId: z.string(), role });
const roleSchema = z.strictObject({ role });

/** Groups of a team's members and what they may do in projects. Members are not played: nobody can be invited here. */
export function accessGroupRoutes(route: Route, context: Context): void {
  const { state } = context;

  route("POST /v1/access-groups", async (c) => {
    const { team } = scopeOf(c, context);
    if (!team) throw badRequest("Access groups belong to a team.");
    const given = await readBody(c, createSchema, invalidBody);
    refuseTaken(c, given.name);
    const at = tick(context);
    const id = `ag_${context.id(24)}`;
    const group: StoredAccessGroup = {
      id,
      teamId: team.id,
      name: given.name,
      projects: {},
      createdAt: at,
      updatedAt: at,
    };
    place(c, group, given.projects);
    state.accessGroups.push(group);
    context.changed();
    return c.json(accessGroupView(group));
  });

  // Vercel REST: alone among the lists, its next page is named by a text.
  route("GET /v1/access-groups", (c) => {
    const { limit, next: from, search } = readQuery(c, listSchema, invalidBody);
    const all = of(c).filter((group) => search === undefined || group.name.includes(search));
    const start = from === undefined ? 0 : all.findIndex(({ id }) => id === from);
    if (start === -1) throw badRequest("Invalid request: `next` is not a page.");
    const items = all.slice(start, start + limit);
    const next = all[start + limit]?.id ?? null;
    return c.json({ accessGroups: items.map(accessGroupView), pagination: { count: items.length, next } });
  });

  route("GET /v1/access-groups/:group", (c) => c.json(accessGroupView(find(c))));

  route("POST /v1/access-groups/:group", async (c) => {
    const group = find(c);
    const given = await readBody(c, updateSchema, invalidBody);
    if (given.name !== undefined && given.name !== group.name) refuseTaken(c, given.name);
    group.name = given.name ?? group.name;
    place(c, group, given.projects);
    group.updatedAt = tick(context);
    context.changed();
    return c.json(accessGroupView(group));
  });

  route("DELETE /v1/access-groups/:group", (c) => {
    const group = find(c);
    state.accessGroups = state.accessGroups.filter((other) => other !== group);
    context.changed();
    return c.body(null, 200);
  });

  route("POST /v1/access-groups/:group/projects", async (c) => {
    const group = find(c);
    const given = await readBody(c, addSchema, invalidBody);
    if (group.projects[given.projectId]) throw badRequest("The project is in the access group already.");
    place(c, group, [given]);
    context.changed();
    return c.json(accessView(group, given.projectId));
  });

  route("GET /v1/access-groups/:group/projects/:project", (c) => c.json(accessView(find(c), c.req.param("project"))));

  route("PATCH /v1/access-groups/:group/projects/:project", async (c) => {
    const group = find(c);
    const id = c.req.param("project") ?? "";
    accessView(group, id);
    place(c, group, [{ projectId: id, ...(await readBody(c, roleSchema, invalidBody)) }]);
    context.changed();
    return c.json(accessView(group, id));
  });

  route("DELETE /v1/access-groups/:group/projects/:project", (c) => {
    const group = find(c);
    const id = c.req.param("project") ?? "";
    accessView(group, id);
    delete group.projects[id];
    context.changed();
    return c.body(null, 200);
  });

  const of = (c: Call): StoredAccessGroup[] => {
    const { accountId } = scopeOf(c, context);
    return state.accessGroups.filter((group) => group.teamId === accountId);
  };

  function find(c: Call): StoredAccessGroup {
    const idOrName = c.req.param("group");
    const found = of(c).find((group) => group.id === idOrName || group.name === idOrName);
    if (!found) throw notFound("Access group");
    return found;
  }

  function refuseTaken(c: Call, wanted: string): void {
    if (of(c).some((group) => group.name === wanted))
      throw refuse(400, "bad_request", `An access group with the name "${wanted}" already exists.`);
  }

  /** A role of null takes a project out. */
  function place(c: Call, group: StoredAccessGroup, wanted: z.output<typeof projects> = []): void {
    for (const one of wanted) {
      const { id } = projectNamed(c, one.projectId, context);
      if (one.role === null) delete group.projects[id];
      else
        group.projects[id] = {
          role: one.role,
          createdAt: group.projects[id]?.createdAt ?? tick(context),
          updatedAt: tick(context),
        };
    }
  }
}

export function accessGroupView({
  id,
  teamId,
  name: title,
  projects: all,
  createdAt,
  updatedAt,
}: StoredAccessGroup): object {
  return {
    ...{ accessGroupId: id, teamId, name: title, createdAt: String(createdAt), updatedAt: String(updatedAt) },
    ...{ isDsyncManaged: false, membersCount: 0, projectsCount: Object.keys(all).length, entitlements: [] },
    ...{ teamRoles: [], teamPermissions: [] },
  };
}

/** @throws Refusal 404 when the project is not in the group */
function accessView({ id, teamId, projects: all }: StoredAccessGroup, project: string | undefined): object {
  const access = all[project ?? ""];
  if (!access) throw notFound("Project");
  const { role: may, createdAt, updatedAt } = access;
  return {
    ...{ teamId, accessGroupId: id, projectId: project, role: may },
    ...{ createdAt: String(createdAt), updatedAt: String(updatedAt) },
  };
}
