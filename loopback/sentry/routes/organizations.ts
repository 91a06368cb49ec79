import { z } from "zod";
import { refuse } from "../errors.ts";
import { listAnswer, organizationOf, type Route, readFields, type SentryContext } from "../http.ts";
import { access, organizationView } from "../views/account.ts";

const protection = z.object({ projects: z.array(z.string()) });

export function organizationRoutes(route: Route, context: SentryContext): void {
  // What a token may do; Sentry's own command line asks it.
  route("GET /", (c) => c.json({ version: "0", auth: { scopes: access }, user: null }));
  route("GET internal/health/", (c) => c.json({ problems: [], healthy: {} }));
  route("GET organizations/", (c) => listAnswer(c, context, context.state.organizations.map(organizationView)));
  route("GET organizations/:org/", (c) => c.json(organizationView(organizationOf(c, context))));

  // Spike protection is kept, the other way round, in an option of each project; `$all` means every one.
  const switchTo = (verb: string, disabled: boolean, status: 200 | 201) =>
    route(`${verb} organizations/:org/spike-protections/`, async (c) => {
      const org = organizationOf(c, context);
      const { projects } = await readFields(c, protection);
      const own = context.state.projects.filter(({ orgId }) => orgId === org.id);
      const meant = projects.includes("$all") ? own : own.filter(({ slug }) => projects.includes(slug));
      if (meant.length === 0) throw refuse(403, "You do not have permission to perform this action.");
      for (const { settings } of meant) settings.options["quotas:spike-protection-disabled"] = disabled;
      context.changed();
      return c.body(null, status);
    });
  switchTo("POST", false, 201);
  switchTo("DELETE", true, 200);
}
