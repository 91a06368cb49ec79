import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { z } from "zod";
import { body, projectOf, type Supabase } from "./refusals.ts";
import type { Project } from "./state.ts";

const entries = z.array(
  z.object({
    name: z
      .string()
      .min(1)
      .max(256)
      .refine((name) => !name.startsWith("SUPABASE_"), "must not begin with SUPABASE_"),
    value: z.string().max(24_576),
  }),
);

/** Secrets of the edge functions. A read gives the SHA-256 of each value, by which clients see a change. */
export function secretRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/secrets";
  app.get(path, async (c) => {
    const project = projectOf(context, c);
    return c.json([...builtinSecrets(project), ...secretsView(project)]);
  });
  app.post(path, async (c) => {
    const project = projectOf(context, c);
    for (const { name, value } of await body(c, entries)) {
      const secret = { name, value: context.secret(value), updatedAt: context.now().toISOString() };
      project.secrets = [...project.secrets.filter((other) => other.name !== name), secret];
    }
    context.changed();
    return c.body(null, 201);
  });
  app.delete(path, async (c) => {
    const project = projectOf(context, c);
    const names = await body(c, z.array(z.string()));
    project.secrets = project.secrets.filter(({ name }) => !names.includes(name));
    context.changed();
    return c.body(null, 200);
  });
}

export function secretsView(project: Project): { name: string; value: string; updated_at: string }[] {
  return project.secrets.map(({ name, value, updatedAt }) => ({
    ...{ name, value: sha256(value.$secret), updated_at: updatedAt },
  }));
}

/** What every function is given without asking; not the client's to change. */
function builtinSecrets(project: Project): { name: string; value: string; updated_at: string }[] {
  const builtin = {
    SUPABASE_URL: `https://${project.ref}.supabase.co`,
    SUPABASE_ANON_KEY: project.anonKey,
    SUPABASE_SERVICE_ROLE_KEY: project.serviceRoleKey.$secret,
    SUPABASE_DB_URL: `postgresql://postgres:${encodeURIComponent(project.password.$secret)}@db.${project.ref}.supabase.co:5432/postgres`,
  };
  return Object.entries(builtin).map(([name, value]) => ({
    ...{ name, value: sha256(value), updated_at: project.createdAt },
  }));
}

function sha256(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}
