import type { Hono } from "hono";
import { z } from "zod";
import { readQuery } from "../core/body.ts";
import { pageByOffset } from "../core/page.ts";
import { computeSize } from "./addons.ts";
import { statusOf } from "./project.ts";
import { badRequest, body, refuse, type Supabase } from "./refusals.ts";
import { replicaSummary } from "./replicas.ts";
import type { Organization, Project } from "./state.ts";

const query = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(100),
  search: z.string().optional(),
  sort: z.enum(["name_asc", "name_desc", "created_asc", "created_desc"]).default("name_asc"),
  statuses: z.string().optional(),
});

const accountsSchema = z.strictObject({
  organizations: z.array(z.strictObject({ slug: z.string().regex(/^[\w-]+$/), name: z.string().min(1).max(256) })),
});

/** Puts organisations there: `{ organizations: [{ slug, name }] }`. */
export function seedOrganizations(context: Supabase, accounts: unknown): void {
  const wish = accountsSchema.safeParse(accounts);
  if (!wish.success) throw new Error(`accounts of supabase: ${z.prettifyError(wish.error)}`);
  for (const { slug, name } of wish.data.organizations) {
    if (context.state.organizations.some((organization) => organization.slug === slug)) continue;
    context.state.organizations.push({ id: slug, slug, name });
  }
}

export function organizationRoutes(app: Hono, context: Supabase): void {
  const find = (slug: string): Organization => {
    const found = context.state.organizations.find((organization) => organization.slug === slug);
    if (!found) throw refuse(404, "Organization not found");
    return found;
  };

  app.get("/v1/organizations", (c) => c.json(context.state.organizations));
  app.post("/v1/organizations", async (c) => {
    const { name } = await body(c, z.strictObject({ name: z.string().min(1).max(256) }));
    const slug = context.id(20, "abcdefghijklmnopqrstuvwxyz");
    const organization = { id: slug, slug, name };
    context.state.organizations.push(organization);
    context.changed();
    return c.json(organization, 201);
  });
  app.get("/v1/organizations/:slug", (c) => {
    const { id, name } = find(c.req.param("slug"));
    return c.json({ id, name, plan: "pro", opt_in_tags: [], allowed_release_channels: ["ga"] });
  });
  app.get("/v1/organizations/:slug/projects", (c) => {
    const { slug } = find(c.req.param("slug"));
    const { offset, limit, search, sort, statuses } = readQuery(c, query, badRequest);
    const wanted = statuses?.split(",");
    // A branch is listed as a project of its own.
    const projects = context.state.projects
      .filter((project) => project.organization === slug)
      .flatMap((project) => [project, ...branchesOf(project)])
      .filter(({ name, ref }) => !search || name.includes(search) || ref.includes(search))
      .filter((project) => !wanted || wanted.includes(statusOf(project)))
      .sort(orders[sort]);
    const page = pageByOffset(projects, offset, limit);
    context.changed();
    return c.json({ projects: page.items.map(summary), pagination: { count: page.total, limit, offset } });
  });
}

const orders = {
  name_asc: (a: Listed, b: Listed) => a.name.localeCompare(b.name),
  name_desc: (a: Listed, b: Listed) => b.name.localeCompare(a.name),
  created_asc: (a: Listed, b: Listed) => a.createdAt.localeCompare(b.createdAt),
  created_desc: (a: Listed, b: Listed) => b.createdAt.localeCompare(a.createdAt),
};

type Listed = Pick<Project, "ref" | "name" | "region" | "createdAt" | "transition" | "addons" | "replicas"> & {
  readonly isBranch?: boolean;
};

function branchesOf({ branches = [] }: Project): Listed[] {
  return branches
    .filter(({ isDefault }) => !isDefault)
    .map(({ ref, name, region, createdAt, readsLeft }) => ({
      ...{ ref, name, region, createdAt, addons: [], isBranch: true },
      transition: readsLeft > 0 ? { status: "COMING_UP", readsLeft } : null,
    }));
}

function summary(project: Listed): object {
  const { ref, name, region, createdAt } = project;
  const status = statusOf(project);
  const place = { region, status, cloud_provider: "AWS" };
  return {
    ...{ ref, name, is_branch: project.isBranch === true, inserted_at: createdAt, ...place },
    databases: [
      { ...place, identifier: ref, type: "PRIMARY", infra_compute_size: computeSize(project) },
      ...(project.replicas ?? []).map((replica) => replicaSummary(replica, computeSize(project))),
    ],
  };
}
