import { z } from "zod";
import { readBody, readQuery } from "../core/body.ts";
import { showProduction } from "./deployment-life.ts";
import { domainView } from "./domain-view.ts";
import { page } from "./page.ts";
import { badRequest, invalidBody, notFound, refuse } from "./refusal.ts";
import type { Route } from "./router.ts";
import { projectOf, refuseUnknownEnvironments, scopeOf } from "./scope.ts";
import { type Context, type StoredDomain, type StoredProject, tick } from "./state.ts";

const settings = {
  gitBranch: z.string().max(250).nullable().optional(),
  customEnvironmentId: z.string().nullable().optional(),
  redirect: z.string().nullable().optional(),
  redirectStatusCode: z
    .union([z.literal(301), z.literal(302), z.literal(307), z.literal(308)])
    .nullable()
    .optional(),
};
const domainName = z.string().regex(/^(?:[a-z0-9*](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i, "is not a domain name");
const addSchema = z.strictObject({ name: domainName, ...settings });
const updateSchema = z.strictObject(settings);
const aliasSchema = z.strictObject({ domain: domainName, target: z.literal("PRODUCTION") });
const removeSchema = z.strictObject({ removeRedirects: z.boolean().default(false) });
const yesOrNo = z.enum(["true", "false"]).optional();
const listSchema = z.object({
  verified: yesOrNo,
  redirects: yesOrNo,
  gitBranch: z.string().optional(),
  customEnvironmentId: z.string().optional(),
});

/** The domains of a project. DNS itself is not played: a name that is attached counts as pointed at Vercel. */
export function domainRoutes(route: Route, context: Context): void {
  const { state } = context;

  route("POST /v10/projects/:project/domains", async (c) => {
    const project = projectOf(c, context);
    return c.json(domainView(attach(project, await readBody(c, addSchema, invalidBody))));
  });

  // Not in Vercel's API description: `vercel domains add` asks so, and looks for its name in the list that comes back.
  route("POST /v1/projects/:project/alias", async (c) => {
    const project = projectOf(c, context);
    const { domain: name } = await readBody(c, aliasSchema, invalidBody);
    attach(project, { name });
    const ofProject = state.domains.filter(({ projectId }) => projectId === project.id);
    return c.json(ofProject.map((one) => ({ domain: one.name, target: "PRODUCTION", redirect: one.redirect })));
  });

  function attach(project: StoredProject, { name, ...wanted }: z.output<typeof addSchema>): StoredDomain {
    refuseTaken(name, project, context);
    const at = tick(context);
    const challenge = isContested(name, project, context)
      ? `vc-domain-verify=${name},${context.id(20, "0123456789abcdef")}`
      : null;
    const domain: StoredDomain = {
      projectId: project.id,
      name,
      redirect: null,
      redirectStatusCode: null,
      gitBranch: null,
      customEnvironmentId: null,
      verified: challenge === null,
      challenge,
      createdAt: at,
      updatedAt: at,
    };
    change(domain, wanted);
    state.domains.push(domain);
    showProduction(project, context);
    context.changed();
    return domain;
  }

  route(
    "GET /v9/projects/:project/domains",
    (c) => {
      const project = projectOf(c, context);
      const wanted = readQuery(c, listSchema, invalidBody);
      const found = state.domains.filter(
        (domain) =>
          domain.projectId === project.id &&
          (wanted.verified === undefined || String(domain.verified) === wanted.verified) &&
          (wanted.redirects !== "false" || domain.redirect === null) &&
          (wanted.gitBranch === undefined || domain.gitBranch === wanted.gitBranch) &&
          (wanted.customEnvironmentId === undefined || domain.customEnvironmentId === wanted.customEnvironmentId),
      );
      const { items, pagination } = page(c, found, 20);
      return c.json({ domains: items.map(domainView), pagination });
    },
    [10],
  );

  route(
    "GET /v9/projects/:project/domains/:domain",
    (c) => c.json(domainView(find(projectOf(c, context), c.req.param("domain")))),
    [10],
  );

  route(
    "PATCH /v9/projects/:project/domains/:domain",
    async (c) => {
      const domain = find(projectOf(c, context), c.req.param("domain"));
      change(domain, await readBody(c, updateSchema, invalidBody));
      context.changed();
      return c.json(domainView(domain));
    },
    [10],
  );

  route(
    "DELETE /v9/projects/:project/domains/:domain",
    async (c) => {
      const domain = find(projectOf(c, context), c.req.param("domain"));
      const { removeRedirects } = await readBody(c, removeSchema, invalidBody);
      const redirects = state.domains.filter(
        (other) => other.projectId === domain.projectId && other.redirect === domain.name,
      );
      if (redirects.length > 0 && !removeRedirects)
        throw refuse(
          409,
          "domain_has_redirects",
          `The domain ${domain.name} is the target of redirects: ${redirects.map(({ name }) => name).join(", ")}.`,
        );
      const gone = [domain, ...redirects];
      state.domains = state.domains.filter((other) => !gone.includes(other));
      state.aliases = state.aliases.filter(({ alias }) => !gone.some(({ name }) => name === alias));
      context.changed();
      return c.json({});
    },
    [10],
  );

  route("POST /v9/projects/:project/domains/:domain/verify", (c) => {
    const project = projectOf(c, context);
    const domain = find(project, c.req.param("domain"));
    // A TXT record cannot be set here; what verifies a contested name is that nobody else has it any more.
    if (!domain.verified && isContested(domain.name, project, context))
      throw refuse(400, "missing_txt_record", `The TXT record of ${domain.name} does not hold the expected value.`);
    domain.verified = true;
    domain.challenge = null;
    context.changed();
    return c.json(domainView(domain));
  });

  route("GET /v6/domains/:domain/config", (c) => {
    scopeOf(c, context);
    const attached = state.domains.some(({ name }) => name === c.req.param("domain"));
    return c.json({
      configuredBy: attached ? "CNAME" : null,
      acceptedChallenges: attached ? ["http-01"] : [],
      recommendedIPv4: [{ rank: 1, value: ["76.76.21.21"] }],
      recommendedCNAME: [{ rank: 1, value: "cname.vercel-dns.com." }],
      misconfigured: !attached,
    });
  });

  function find(project: StoredProject, name: string | undefined): StoredDomain {
    const domain = state.domains.find((domain) => domain.projectId === project.id && domain.name === name);
    if (!domain) throw notFound("Domain");
    return domain;
  }

  /** Vercel REST: a missing key leaves a setting, null clears it; a domain serves one thing only. */
  function change(domain: StoredDomain, wanted: z.output<typeof updateSchema>): void {
    const next = {
      ...domain,
      ...Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
    };
    const uses = [next.gitBranch, next.customEnvironmentId, next.redirect].filter((use) => use !== null);
    if (uses.length > 1) throw badRequest("Only one of `gitBranch`, `customEnvironmentId` and `redirect` can be set.");
    refuseUnknownEnvironments(
      next.customEnvironmentId === null ? [] : [next.customEnvironmentId],
      domain.projectId,
      context,
    );
    const target = state.domains.some(
      ({ projectId, name }) => projectId === domain.projectId && name === next.redirect,
    );
    if (next.redirect !== null && !target)
      throw badRequest(`The redirect target ${next.redirect} is not a domain of the project.`);
    if (next.redirect === null) next.redirectStatusCode = null;
    Object.assign(domain, next, { updatedAt: tick(context) });
  }
}

/** Vercel REST: within an account a name belongs to one project. */
function refuseTaken(name: string, project: StoredProject, { state }: Context): void {
  const owner = state.projects.find(
    ({ id, accountId }) =>
      accountId === project.accountId &&
      state.domains.some((domain) => domain.name === name && domain.projectId === id),
  );
  if (!owner) return;
  const where = owner.id === project.id ? "this project" : `the project ${owner.name}`;
  throw refuse(409, "domain_already_in_use", `Cannot add ${name} since it's already in use by ${where}.`, {
    projectId: owner.id,
  });
}

/** Whether another account has the name: then only a TXT record proves whose it is. */
function isContested(name: string, project: StoredProject, { state }: Context): boolean {
  const others = state.projects.filter(({ accountId }) => accountId !== project.accountId).map(({ id }) => id);
  return state.domains.some((domain) => domain.name === name && others.includes(domain.projectId));
}
