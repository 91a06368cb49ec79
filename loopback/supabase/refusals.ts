import type { Context } from "hono";
import type { z } from "zod";
import { type Issue, issuePath, readBody } from "../core/body.ts";
import { Refusal } from "../core/refusal.ts";
import type { VendorContext } from "../core/vendor.ts";
import type { Project, SupabaseState } from "./state.ts";

export type Supabase = VendorContext<SupabaseState>;

/** Supabase's error body: `{"message": "…"}`. */
export function refuse(status: number, message: string): Refusal {
  return new Refusal(status, { message });
}

/** The body, or 400 with every issue in one message, as the vendor joins them. */
export function body<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  return readBody(c, schema, badRequest);
}

export function badRequest(issues: readonly Issue[]): Refusal {
  return refuse(400, issues.map((issue) => `${issuePath(issue)}: ${issue.message}`).join(", "));
}

/** The project of the path, else 404. */
export function projectOf(context: Supabase, c: Context): Project {
  const project = context.state.projects.find(({ ref }) => ref === c.req.param("ref"));
  if (!project) throw refuse(404, "Project not found");
  return project;
}

/**
 * The project of a configuration path: 406 for a deleted one, and an error while it comes up, since the services that
 * hold the configuration are not there yet. Clients must wait for ACTIVE_HEALTHY.
 */
export function readyProject(context: Supabase, c: Context): Project {
  const ref = c.req.param("ref") ?? "";
  if (context.state.removed.includes(ref)) throw refuse(406, "Project is removed");
  const project = projectOf(context, c);
  if (project.transition) throw refuse(500, "Project is not healthy yet: wait until its status is ACTIVE_HEALTHY");
  return project;
}
