import type { Hono } from "hono";
import { z } from "zod";
import { page } from "./page.ts";
import { organizationOf } from "./scope.ts";
import type { Context, StoredOrganization } from "./state.ts";

/** Organisations and the key's user. Both are made by people in the app, never by the API. */
export function organizationRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const view = (organization: StoredOrganization) => organizationView(organization, context);

  app.get("/api/organizations/", (c) => c.json(page(c, state.organizations.map(view), context)));
  app.get("/api/organizations/:organization/", (c) => c.json(view(organizationOf(c, context))));
  app.get("/api/users/@me/", (c) => {
    const [current] = state.organizations;
    const [project] = state.projects;
    return c.json({
      ...state.user,
      distinct_id: state.user.uuid,
      is_email_verified: true,
      organization: current ? view(current) : null,
      organizations: state.organizations.map(({ id, name, slug }) => ({ id, name, slug, membership_level: owner })),
      team: project
        ? { id: project.id, name: project.name, organization: project.organization, api_token: project.api_token }
        : null,
    });
  });
}

/** PostHog: membership levels are 1 member, 8 admin, 15 owner. */
const owner = 15;

export function organizationView(organization: StoredOrganization, { state }: Context): object {
  const projects = state.projects.filter((project) => project.organization === organization.id);
  return {
    ...organization,
    updated_at: organization.created_at,
    membership_level: owner,
    teams: projects.map(({ id, uuid, organization, api_token, name, timezone }) => ({
      id,
      uuid,
      organization,
      api_token,
      name,
      timezone,
    })),
    projects: projects.map(({ id, organization, name }) => ({ id, organization_id: organization, name })),
    available_product_features: [],
    member_count: 1,
  };
}

/** Organisations that a rehearsal's stack expects: `{ "organizations": [{ "id": "<uuid>", "name": "Acme" }] }`; the first becomes the current one. */
const accountsSchema = z.strictObject({
  organizations: z.array(z.strictObject({ id: z.guid(), name: z.string(), slug: z.string().optional() })),
});

export function seedOrganizations(context: Context, accounts: unknown): void {
  const { state } = context;
  const added = accountsSchema
    .parse(accounts)
    .organizations.filter(({ id }) => !state.organizations.some((organization) => organization.id === id))
    .map(({ id, name, slug }) => ({
      id,
      name,
      slug: slug ?? name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
      created_at: context.now().toISOString(),
    }));
  state.organizations.unshift(...added);
}
