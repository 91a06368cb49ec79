import { z } from "zod";
import type { Integration } from "../alerting-state.ts";
import { invalidFields, notFound } from "../errors.ts";
import { listAnswer, organizationOf, param, type Route, readFields, type SentryContext } from "../http.ts";
import { takeId } from "../state.ts";

/** PagerDuty's configuration is its whole table: a row without an id is new, a row that is missing goes. */
const config = z.object({
  serviceTable: z.array(
    z.object({
      id: z.union([z.string(), z.number().transform(String)]).nullish(),
      service: z.string(),
      integrationKey: z.string(),
    }),
  ),
});

/** What the organisation has installed; installing itself takes a person and a browser. */
export function integrationRoutes(route: Route, context: SentryContext): void {
  const of = (orgId: string) => context.state.integrations.filter((one) => one.orgId === orgId);
  route("GET organizations/:org/integrations/", (c) => {
    const wanted = c.req.query("providerKey") ?? c.req.query("provider_key");
    const withConfig = c.req.query("includeConfig") !== "0" && c.req.query("includeConfig") !== "false";
    const found = of(organizationOf(c, context).id).filter(
      ({ installed }) => wanted === undefined || installed.provider === wanted,
    );
    return listAnswer(
      c,
      context,
      found.map((one) => integrationView(one, withConfig)),
    );
  });
  route("GET organizations/:org/integrations/:integration/", (c) => {
    const found = of(organizationOf(c, context).id).find(({ id }) => id === param(c, "integration"));
    if (!found) throw notFound();
    return c.json(integrationView(found));
  });
  route("POST organizations/:org/integrations/:integration/", async (c) => {
    const found = of(organizationOf(c, context).id).find(({ id }) => id === param(c, "integration"));
    if (!found) throw notFound();
    if (found.installed.provider !== "pagerduty") throw invalidFields({ detail: ["There is nothing to configure"] });
    const { serviceTable } = await readFields(c, config);
    if (serviceTable.some((row) => row.service === "" || row.integrationKey === ""))
      throw invalidFields({ detail: ["Name and key are required"] });
    const services = serviceTable.map(({ id, service, integrationKey }) => ({
      id: id ?? takeId(context.state),
      service,
      key: context.secret(integrationKey),
    }));
    found.installed = { provider: "pagerduty", services };
    context.changed();
    return c.json({});
  });
}

const names = { slack: "Slack", pagerduty: "PagerDuty", github: "GitHub" } as const;

/** One installed integration. PagerDuty's services stand in its configuration, each with the row id that an action targets. */
export function integrationView({ id, orgId, name, installed }: Integration, withConfig = true): object {
  const { provider } = installed;
  const rows = installed.provider === "pagerduty" ? installed.services : [];
  const table = rows.map((row) => ({ id: row.id, service: row.service, integration_key: row.key.$secret }));
  return {
    id,
    name,
    icon: null,
    domainName:
      provider === "github"
        ? `github.com/${name}`
        : `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.${provider}.com`,
    accountType: provider === "github" ? "Organization" : null,
    scopes: null,
    outOfDate: null,
    status: "active",
    provider: {
      key: provider,
      slug: provider,
      name: names[provider],
      canAdd: true,
      canDisable: false,
      features: ["alert-rule"],
      aspects: {},
    },
    configOrganization: [],
    configData: withConfig && provider === "pagerduty" ? { service_table: table } : {},
    externalId: `${provider}-${id}`,
    organizationId: Number(orgId),
    organizationIntegrationStatus: "active",
    gracePeriodEnd: null,
  };
}
