import { listAnswer, organizationOf, type Route, type SentryContext } from "../http.ts";
import { organizationView } from "../views/account.ts";

export function organizationRoutes(route: Route, context: SentryContext): void {
  route("GET internal/health/", (c) => c.json({ problems: [], healthy: {} }));
  route("GET organizations/", (c) => listAnswer(c, context, context.state.organizations.map(organizationView)));
  route("GET organizations/:org/", (c) => c.json(organizationView(organizationOf(c, context))));
}
