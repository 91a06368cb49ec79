import type { Hono } from "hono";
import { z } from "zod";
import { body, readyProject, refuse, type Supabase } from "../refusals.ts";

const wish = z.object({ vanity_subdomain: z.string().max(63) });

/** A readable name under the vendor's own domain; a project has it or a host name of its own. */
export function vanitySubdomainRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/vanity-subdomain";
  const domainOf = (name: string) => `${name}.supabase.co`;
  const isTaken = (name: string, except: string): boolean =>
    context.state.projects.some(({ ref, vanitySubdomain }) => ref !== except && vanitySubdomain === name);

  app.get(path, (c) => {
    const { vanitySubdomain: name, hostname } = readyProject(context, c);
    if (hostname) return c.json({ status: "custom-domain-used", custom_domain: hostname.name });
    return c.json(name === undefined ? { status: "not-used" } : { status: "active", custom_domain: domainOf(name) });
  });
  app.post(`${path}/check-availability`, async (c) => {
    const { ref } = readyProject(context, c);
    return c.json({ available: !isTaken((await body(c, wish)).vanity_subdomain, ref) }, 201);
  });
  app.post(`${path}/activate`, async (c) => {
    const project = readyProject(context, c);
    const { vanity_subdomain: name } = await body(c, wish);
    if (project.hostname) throw refuse(400, "The project has a custom hostname");
    if (isTaken(name, project.ref)) throw refuse(409, `Vanity subdomain ${name} is taken`);
    project.vanitySubdomain = name;
    context.changed();
    return c.json({ custom_domain: domainOf(name) }, 201);
  });
  app.delete(path, (c) => {
    const project = readyProject(context, c);
    if (project.vanitySubdomain === undefined) throw refuse(404, "Vanity subdomain not found");
    delete project.vanitySubdomain;
    context.changed();
    return c.body(null, 200);
  });
}
