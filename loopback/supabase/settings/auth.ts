import { createHash } from "node:crypto";
import type { Hono } from "hono";
import { z } from "zod";
import { isSecret } from "../../core/secret.ts";
import table from "../auth-settings.json" with { type: "json" };
import { body, readyProject, type Supabase } from "../refusals.ts";
import type { Project, Setting } from "../state.ts";

interface AuthSetting {
  readonly default: string | number | boolean | null;
  /** Write-only: a read gives a hash, or null when it is not set. */
  readonly secret?: boolean;
  /** The JSON schema of a write (the vendor's API description). Without it the setting is only read. */
  readonly write?: Record<string, unknown>;
}

const settings: Record<string, AuthSetting> = table;

/** Keys whose values are secret in a body. */
export const secretAuthKeys = Object.keys(settings).filter((key) => settings[key]?.secret);

// Supabase: unknown keys are dropped without a word, so the object is open.
const change = z.object(
  Object.fromEntries(
    Object.entries(settings).flatMap(([key, { write }]) =>
      write ? [[key, z.fromJSONSchema(write).optional()] as const] : [],
    ),
  ),
);

/** All settings are in every read; a write keeps what it does not name. */
export function authRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/config/auth";
  app.get(path, (c) => c.json(authView(readyProject(context, c))));
  app.patch(path, async (c) => {
    const project = readyProject(context, c);
    for (const [key, value] of Object.entries(await body(c, change))) {
      if (value === undefined) continue;
      project.auth[key] = keep(context, key, value);
    }
    context.changed();
    return c.json(authView(project));
  });
}

export function authView(project: Project): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, { default: usual }]) => {
      const value = project.auth[key] ?? usual;
      return [key, isSecret(value) ? createHash("sha256").update(value.$secret).digest("hex") : value];
    }),
  );
}

function keep(context: Supabase, key: string, value: unknown): Setting {
  if (typeof value === "string") return settings[key]?.secret && value !== "" ? context.secret(value) : value;
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}
