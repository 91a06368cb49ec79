import type { Hono } from "hono";
import { z } from "zod";
import { uuid } from "../keys.ts";
import { body, readyProject, refuse, type Supabase } from "../refusals.ts";
import type { Project, ThirdPartyAuth } from "../state.ts";

const creation = z.object({
  oidc_issuer_url: z.string().optional(),
  jwks_url: z.string().optional(),
  custom_jwks: z.unknown().optional(),
});

/** Foreign issuers of tokens. There is no call that changes one. */
export function thirdPartyAuthRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/config/auth/third-party-auth";
  const find = (project: Project, id: string): ThirdPartyAuth => {
    const found = project.thirdPartyAuth?.find((one) => one.id === id);
    if (!found) throw refuse(404, "Third-party auth integration not found");
    return found;
  };

  app.get(path, (c) => c.json(thirdPartyAuthView(readyProject(context, c))));
  app.post(path, async (c) => {
    const project = readyProject(context, c);
    const wish = await body(c, creation);
    const given = [wish.oidc_issuer_url, wish.jwks_url, wish.custom_jwks].filter((one) => one !== undefined);
    if (given.length !== 1) throw refuse(400, "exactly one of oidc_issuer_url, jwks_url and custom_jwks is required");
    const made = {
      ...{ id: uuid(context), issuer: wish.oidc_issuer_url ?? null, jwksUrl: wish.jwks_url ?? null },
      ...{ jwks: wish.custom_jwks ?? null, insertedAt: context.now().toISOString() },
    };
    project.thirdPartyAuth = [...(project.thirdPartyAuth ?? []), made];
    context.changed();
    return c.json(view(made), 201);
  });
  app.get(`${path}/:id`, (c) => c.json(view(find(readyProject(context, c), c.req.param("id")))));
  app.delete(`${path}/:id`, (c) => {
    const project = readyProject(context, c);
    const gone = find(project, c.req.param("id"));
    project.thirdPartyAuth = project.thirdPartyAuth?.filter(({ id }) => id !== gone.id) ?? [];
    context.changed();
    return c.json(view(gone));
  });
}

export const thirdPartyAuthView = (project: Project): object[] => (project.thirdPartyAuth ?? []).map(view);

function view({ id, issuer, jwksUrl, jwks, insertedAt }: ThirdPartyAuth): object {
  const type = issuer !== null ? "oidc" : jwksUrl !== null ? "jwks" : "custom";
  const times = { inserted_at: insertedAt, updated_at: insertedAt };
  // Nobody fetches keys here: only those that were given are known.
  const resolved = { resolved_jwks: jwks, resolved_at: jwks === null ? null : insertedAt };
  return { id, type, oidc_issuer_url: issuer, jwks_url: jwksUrl, custom_jwks: jwks, ...resolved, ...times };
}
