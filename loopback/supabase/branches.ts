import type { Context, Hono } from "hono";
import { z } from "zod";
import { uuid } from "./keys.ts";
import { body, readyProject, refuse, type Supabase } from "./refusals.ts";
import { regions } from "./regions.ts";
import type { Branch, Project } from "./state.ts";

const creation = z.object({
  branch_name: z.string().min(1),
  git_branch: z.string().optional(),
  is_default: z.boolean().optional(),
  persistent: z.boolean().optional(),
  region: z.enum(regions).optional(),
  with_data: z.boolean().optional(),
  notify_url: z.url().optional(),
});
const change = z.object({
  branch_name: z.string().optional(),
  git_branch: z.string().optional(),
  persistent: z.boolean().optional(),
  notify_url: z.url().optional(),
});

/** Preview branches, each with an empty database of its own; Git is not asked, and no migration runs in them. */
export function branchRoutes(app: Hono, context: Supabase): void {
  const ofProject = "/v1/projects/:ref/branches";
  const one = "/v1/branches/:id";
  const branchesOf = (project: Project): Branch[] => {
    if (!project.branches?.length) throw refuse(422, "Preview branching is not enabled for this project");
    return project.branches;
  };
  const find = (c: Context): { project: Project; branch: Branch } => {
    const id = c.req.param("id");
    for (const project of context.state.projects) {
      const branch = project.branches?.find((branch) => branch.id === id || branch.ref === id);
      if (branch) return { project, branch };
    }
    throw refuse(404, "Branch not found");
  };

  app.get(ofProject, (c) => {
    const project = readyProject(context, c);
    return c.json(branchesOf(project).map((branch) => branchView(project, branch)));
  });
  app.get(`${ofProject}/:name`, (c) => {
    const project = readyProject(context, c);
    const branch = branchesOf(project).find(({ name }) => name === c.req.param("name"));
    if (!branch) throw refuse(404, "Branch not found");
    return c.json(branchView(project, branch));
  });
  app.post(ofProject, async (c) => {
    const project = readyProject(context, c);
    const wish = await body(c, creation);
    if (!wish.is_default) branchesOf(project);
    if (project.branches?.some(({ name }) => name === wish.branch_name)) {
      throw refuse(409, `Branch ${wish.branch_name} already exists`);
    }
    const branch = newBranch(context, project, wish);
    if (!branch.isDefault) await context.cluster.createDatabase(branch.ref, branch.password.$secret);
    project.branches = [...(project.branches ?? []), branch];
    context.changed();
    return c.json(branchView(project, branch), 201);
  });
  app.get(one, async (c) => {
    const { branch } = find(c);
    const { ref, readsLeft, password, jwtSecret } = branch;
    branch.readsLeft = Math.max(0, readsLeft - 1);
    context.changed();
    return c.json({
      ...{ ref, postgres_version: "17.6.1.054", postgres_engine: "17", release_channel: "ga" },
      status: readsLeft > 0 ? "COMING_UP" : "ACTIVE_HEALTHY",
      ...{ db_host: context.cluster.host, db_port: await context.cluster.port(), db_user: `postgres.${ref}` },
      ...{ db_pass: password.$secret, jwt_secret: jwtSecret.$secret },
    });
  });
  app.patch(one, async (c) => {
    const { project, branch } = find(c);
    const wish = await body(c, change);
    if (wish.branch_name !== undefined) branch.name = wish.branch_name;
    if (wish.git_branch !== undefined) branch.gitBranch = wish.git_branch;
    if (wish.persistent !== undefined) branch.persistent = wish.persistent;
    if (wish.notify_url !== undefined) branch.notifyUrl = wish.notify_url;
    branch.updatedAt = context.now().toISOString();
    context.changed();
    return c.json(branchView(project, branch));
  });
  app.delete(one, async (c) => {
    const { project, branch } = find(c);
    if (branch.persistent || branch.isDefault) throw refuse(422, "A persistent branch cannot be deleted");
    await context.cluster.dropDatabase(branch.ref);
    project.branches = project.branches?.filter(({ id }) => id !== branch.id) ?? [];
    context.changed();
    return c.json({ message: "ok" });
  });
}

function newBranch(context: Supabase, project: Project, wish: z.output<typeof creation>): Branch {
  const now = context.now().toISOString();
  const isDefault = wish.is_default === true;
  return {
    ...{ id: uuid(context), ref: isDefault ? project.ref : context.id(20, "abcdefghijklmnopqrstuvwxyz") },
    ...{ name: wish.branch_name, isDefault, persistent: isDefault || wish.persistent === true },
    ...{ withData: wish.with_data === true, region: wish.region ?? project.region },
    ...(wish.git_branch !== undefined && { gitBranch: wish.git_branch }),
    ...(wish.notify_url !== undefined && { notifyUrl: wish.notify_url }),
    ...{ password: context.secret(context.id(24)), jwtSecret: context.secret(context.id(40)) },
    ...{ createdAt: now, updatedAt: now, readsLeft: isDefault ? 0 : 2 },
  };
}

export function branchView(project: Project, branch: Branch): object {
  return {
    ...{ id: branch.id, name: branch.name, project_ref: branch.ref, parent_project_ref: project.ref },
    ...{ is_default: branch.isDefault, persistent: branch.persistent, with_data: branch.withData },
    ...(branch.gitBranch !== undefined && { git_branch: branch.gitBranch }),
    ...(branch.notifyUrl !== undefined && { notify_url: branch.notifyUrl }),
    ...{ status: "FUNCTIONS_DEPLOYED", created_at: branch.createdAt, updated_at: branch.updatedAt },
    preview_project_status: branch.readsLeft > 0 ? "COMING_UP" : "ACTIVE_HEALTHY",
  };
}

/** The databases that a project holds beside its own. */
export const branchDatabases = ({ branches = [] }: Project): string[] =>
  branches.filter(({ isDefault }) => !isDefault).map(({ ref }) => ref);
