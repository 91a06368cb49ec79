import type { Hono } from "hono";
import { z } from "zod";
import { branchDatabases } from "./branches.ts";
import { legacyKey, makeKey } from "./keys.ts";
import { fullProjectView, passTime, projectView } from "./project.ts";
import { body, projectOf, refuse, type Supabase } from "./refusals.ts";
import { regions } from "./regions.ts";
import { realtimeDefaults } from "./settings/realtime.ts";
import { storageDefaults } from "./settings/storage.ts";
import type { Project } from "./state.ts";

/** Where a group of regions puts a project; the vendor chooses by capacity. */
const groups = { americas: "us-east-1", emea: "eu-central-1", apac: "ap-southeast-1" } as const;
const sizes = [
  ...["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge"],
  ...["16xlarge", "24xlarge", "24xlarge_optimized_memory", "24xlarge_optimized_cpu", "24xlarge_high_memory"],
  ...["48xlarge", "48xlarge_optimized_memory", "48xlarge_optimized_cpu", "48xlarge_high_memory"],
] as const;

const creation = z.strictObject({
  db_pass: z.string().min(1),
  name: z.string().min(1).max(256),
  organization_slug: z.string().optional(),
  organization_id: z.string().optional(),
  plan: z.enum(["free", "pro"]).optional(),
  region: z.enum(regions).optional(),
  region_selection: z
    .discriminatedUnion("type", [
      z.object({ type: z.literal("specific"), code: z.enum(regions) }),
      z.object({ type: z.literal("smartGroup"), code: z.enum(["americas", "emea", "apac"]) }),
    ])
    .optional(),
  kps_enabled: z.boolean().optional(),
  desired_instance_size: z.enum(sizes).optional(),
  template_url: z.url().optional(),
});

export function projectRoutes(app: Hono, context: Supabase): void {
  app.get("/v1/projects", (c) => c.json(context.state.projects.map(fullProjectView)));
  app.post("/v1/projects", async (c) => {
    const wish = await body(c, creation);
    const project = newProject(context, wish);
    context.state.projects.push(project);
    try {
      await context.cluster.createDatabase(project.ref, wish.db_pass);
    } catch (error) {
      context.state.projects = context.state.projects.filter(({ ref }) => ref !== project.ref);
      throw error;
    }
    context.changed();
    return c.json(projectView(project), 201);
  });
  app.get("/v1/projects/:ref", (c) => {
    const project = projectOf(context, c);
    passTime(project);
    context.changed();
    return c.json(fullProjectView(project));
  });
  app.patch("/v1/projects/:ref", async (c) => {
    const project = projectOf(context, c);
    const { name } = await body(c, z.strictObject({ name: z.string().min(1).max(256) }));
    refuseTwin(context, project.organization, name, project.ref);
    project.name = name;
    context.changed();
    return c.json({ id: project.number, ref: project.ref, name });
  });
  app.delete("/v1/projects/:ref", async (c) => {
    const project = projectOf(context, c);
    const { ref, number, name } = project;
    for (const database of [ref, ...branchDatabases(project)]) await context.cluster.dropDatabase(database);
    context.state.projects = context.state.projects.filter((project) => project.ref !== ref);
    context.state.removed.push(ref);
    context.changed();
    return c.json({ id: number, ref, name });
  });
  app.patch("/v1/projects/:ref/database/password", async (c) => {
    const project = projectOf(context, c);
    const { password } = await body(c, z.object({ password: z.string().min(4) }));
    await context.cluster.setPassword(project.ref, password);
    project.password = context.secret(password);
    context.changed();
    return c.json({ message: "Successfully updated database password" });
  });
}

function newProject(context: Supabase, wish: z.output<typeof creation>): Project {
  const organization = wish.organization_slug ?? wish.organization_id;
  if (!context.state.organizations.some(({ slug }) => slug === organization) || !organization) {
    throw refuse(404, "Organization not found");
  }
  const selected = wish.region_selection;
  const region = wish.region ?? (selected?.type === "smartGroup" ? groups[selected.code] : selected?.code);
  if (!region) throw refuse(400, "region: either region or region_selection is required");
  if (wish.region && selected) throw refuse(400, "region: only one of region and region_selection may be given");
  refuseTwin(context, organization, wish.name);

  const ref = context.id(20, "abcdefghijklmnopqrstuvwxyz");
  const createdAt = context.now().toISOString();
  const jwtSecret = context.secret(context.id(88));
  const size = wish.desired_instance_size ?? "nano";
  return {
    ...{ ref, number: 1 + Number(context.id(8, "123456789")), name: wish.name, organization, region, createdAt },
    transition: { status: "COMING_UP", readsLeft: 1 },
    ...{ password: context.secret(wish.db_pass), jwtSecret },
    serviceRoleKey: context.secret(legacyKey(ref, "service_role", jwtSecret.$secret, createdAt)),
    anonKey: legacyKey(ref, "anon", jwtSecret.$secret, createdAt),
    legacyKeysEnabled: true,
    keys: [
      makeKey(context, { type: "publishable", name: "default" }),
      makeKey(context, { type: "secret", name: "default" }),
    ],
    ...{ secrets: [], functions: [], addons: size === "nano" ? [] : [`ci_${size}`] },
    postgrest: {
      ...{ db_schema: "public,graphql_public", max_rows: 1000 },
      ...{ db_extra_search_path: "public, extensions", db_pool: null },
    },
    ...{ auth: {}, postgres: {}, pooler: { default_pool_size: null, pool_mode: "session" } },
    ...{ storage: storageDefaults(), realtime: realtimeDefaults() },
    ssl: { database: false, applied: true },
    network: { v4: ["0.0.0.0/0"], v6: ["::/0"] },
  };
}

function refuseTwin(context: Supabase, organization: string, name: string, except?: string): void {
  const twin = context.state.projects.some(
    (project) => project.organization === organization && project.name === name && project.ref !== except,
  );
  if (twin) throw refuse(409, `Project with name ${name} already exists in this organization`);
}
