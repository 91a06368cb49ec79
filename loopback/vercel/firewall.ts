import type { Context as Call } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { type Firewall, firewallSchema, fullCrs } from "./firewall-schema.ts";
import { badRequest, invalidBody, notFound } from "./refusal.ts";
import type { Route } from "./router.ts";
import { projectNamed } from "./scope.ts";
import { type Context, type StoredFirewall, tick } from "./state.ts";

const attackSchema = z.object({
  projectId: z.string(),
  attackModeEnabled: z.boolean(),
  attackModeActiveUntil: z.number().nullable().optional(),
});

/** A project's firewall configuration, in versions, and its attack mode. */
export function firewallRoutes(route: Route, context: Context): void {
  const { state } = context;

  route("PUT /v1/security/firewall/config", async (c) => {
    const project = ofQuery(c);
    const given = await readBody(c, firewallSchema, invalidBody);
    const before = state.firewalls.find(({ projectId }) => projectId === project.id);
    const next: StoredFirewall = {
      projectId: project.id,
      version: (before?.version ?? 0) + 1,
      createdAt: before?.createdAt ?? tick(context),
      updatedAt: tick(context),
      config: { ...given, crs: fullCrs(given.crs), ...withIds(given) },
    };
    state.firewalls = [...state.firewalls.filter((other) => other !== before), next];
    context.changed();
    return c.json({ active: firewallView(next, context) });
  });

  route("GET /v1/security/firewall/config/:version", (c) => {
    const project = ofQuery(c);
    const version = c.req.param("version");
    const found = state.firewalls.find(
      (one) => one.projectId === project.id && (version === "active" || version === String(one.version)),
    );
    if (!found) throw notFound("Firewall configuration");
    return c.json(firewallView(found, context));
  });

  route("POST /v1/security/attack-mode", async (c) => {
    const { projectId, attackModeEnabled, attackModeActiveUntil = null } = await readBody(c, attackSchema, invalidBody);
    const project = projectNamed(c, projectId, context);
    const at = tick(context);
    if (attackModeEnabled && attackModeActiveUntil !== null && attackModeActiveUntil <= at)
      throw badRequest("`attackModeActiveUntil` must be in the future.");
    project.attackMode = {
      enabled: attackModeEnabled,
      until: attackModeEnabled ? attackModeActiveUntil : null,
      updatedAt: at,
    };
    context.changed();
    return c.json({ attackModeEnabled, attackModeUpdatedAt: at });
  });

  const ofQuery = (c: Call) => projectNamed(c, c.req.query("projectId"), context);

  /** Ids are the server's to give; one that is sent back keeps its rule's identity. */
  function withIds({ rules = [], ips = [] }: Firewall): object {
    return {
      rules: rules.map((rule) => ({
        ...rule,
        id: rule.id ?? `rule_${rule.name.replaceAll(/\W+/g, "_")}_${context.id(6)}`,
      })),
      ips: ips.map((rule) => ({ ...rule, id: rule.id ?? `ip_${context.id(12)}` })),
    };
  }
}

export function firewallView({ projectId, version, updatedAt, config }: StoredFirewall, { state }: Context): object {
  const project = state.projects.find(({ id }) => id === projectId);
  return {
    ...config,
    id: `waf_${projectId.slice(4, 16)}_${version}`,
    ownerId: project?.accountId ?? "",
    projectKey: projectId,
    version,
    updatedAt: new Date(updatedAt).toISOString(),
    changes: [],
  };
}
