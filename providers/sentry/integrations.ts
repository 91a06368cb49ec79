import type { Issue, Reading } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import type { Action } from "./alert-actions.ts";
import { type Sentry, sharedList } from "./client.ts";

/** The vendors that an action reaches through something installed, and how they are named to people. */
const vendors = { slack: "Slack", pagerduty: "PagerDuty", github: "GitHub" } as const;
type Vendor = keyof typeof vendors;

/** Sentry API: a service of PagerDuty, as an integration keeps it. */
const serviceRow = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  service: z.string(),
  integration_key: z.string().nullish(),
});

/** Sentry API: `GET organizations/{org}/integrations/`; PagerDuty's services are rows of its configuration. */
export const integrationAnswer = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.object({ key: z.string() }),
  configData: z.object({ service_table: z.array(serviceRow).optional() }).nullish(),
});
type Integration = z.output<typeof integrationAnswer>;

interface Resolved {
  readonly actions: Action[];
  /** What is missing, in words. */
  readonly problems: readonly string[];
}

/** Where a person installs one: no API does that. */
const pageOf = (organization: string, vendor: Vendor): string =>
  `https://sentry.io/settings/${organization}/integrations/${vendor}/`;

const isId = (text: string | undefined): boolean => text !== undefined && /^\d+$/.test(text);

const needsLookup = ({ slack, pagerduty, github }: Action): boolean =>
  [slack, pagerduty, github].some((one) => one !== undefined && !isId(one.integrationId)) ||
  (pagerduty !== undefined && pagerduty.serviceId === undefined);

/**
 * Puts ids in the place of names: of integrations, and of services at PagerDuty. Everything that is missing is one
 * issue, with the page where a person installs it.
 */
export async function resolveActions(
  call: Reading<Sentry>,
  organization: string,
  filters: readonly { readonly actions: readonly Action[] }[],
): Promise<{ actions: Action[][]; issues: Issue[] }> {
  const lists = filters.map(({ actions }) => actions);
  if (!lists.flat().some(needsLookup)) return { actions: lists.map((one) => [...one]), issues: [] };
  const installed = await integrationsOf(call, organization);
  const resolved = lists.map((actions) => resolveList(organization, installed, actions));
  const problems = [...new Set(resolved.flatMap((one) => one.problems))];
  return {
    actions: resolved.map(({ actions }) => actions),
    issues: problems.length === 0 ? [] : [{ property: "actionFilters", reason: problems.join("; ") }],
  };
}

/** The id of an installed integration that a program names by id or by name. */
export async function integrationId(
  call: Reading<Sentry>,
  organization: string,
  vendor: Vendor,
  wanted: string,
): Promise<{ inputs?: { integrationId: string }; issues?: Issue[] }> {
  if (isId(wanted)) return {};
  const found = pick(organization, await integrationsOf(call, organization), vendor, wanted);
  return typeof found === "string"
    ? { issues: [{ property: "integrationId", reason: found }] }
    : { inputs: { integrationId: found.id } };
}

export const integrationsOf = async ({ client }: Reading<Sentry>, organization: string): Promise<Integration[]> =>
  (await sharedList(client.http, `/organizations/${organization}/integrations/`, integrationAnswer)) ?? [];

/** The one that is meant, or in words why there is none. */
function pick(organization: string, installed: readonly Integration[], vendor: Vendor, wanted: string | undefined) {
  const own = installed.filter(({ provider }) => provider.key === vendor);
  const [found, another] = own.filter(({ id, name }) => wanted === undefined || id === wanted || name === wanted);
  return found !== undefined && another === undefined ? found : missing(organization, vendor, wanted, own);
}

function resolveList(organization: string, installed: readonly Integration[], actions: readonly Action[]): Resolved {
  const problems: string[] = [];
  const find = (vendor: Vendor, wanted: string | undefined): Integration | undefined => {
    const found = pick(organization, installed, vendor, wanted);
    if (typeof found !== "string") return found;
    problems.push(found);
    return undefined;
  };
  const resolve = (given: Action): Action => {
    if (!needsLookup(given)) return given;
    const { slack, pagerduty, github } = given;
    if (slack !== undefined) return { ...given, slack: withId(slack, find("slack", slack.integrationId)) };
    if (github !== undefined) return { ...given, github: withId(github, find("github", github.integrationId)) };
    if (pagerduty === undefined) return given;
    const integration = find("pagerduty", pagerduty.integrationId);
    if (integration === undefined) return given;
    const rows = integration.configData?.service_table ?? [];
    const serviceId = pagerduty.serviceId ?? rows.find(({ service }) => service === pagerduty.serviceName)?.id;
    if (serviceId === undefined) problems.push(noService(organization, integration, pagerduty.serviceName));
    return { ...given, pagerduty: { ...withId(pagerduty, integration), serviceId } };
  };
  return { actions: actions.map(resolve), problems };
}

const withId = <T extends object>(given: T, integration: Integration | undefined): T =>
  integration === undefined ? given : { ...given, integrationId: integration.id };

function missing(
  organization: string,
  vendor: Vendor,
  wanted: string | undefined,
  own: readonly Integration[],
): string {
  const names = own.map(({ id, name }) => `"${name}" (${id})`).join(", ");
  if (own.length === 0)
    return `${organization} has not installed ${vendors[vendor]}, which is needed here: install it at ${pageOf(organization, vendor)}`;
  return wanted === undefined
    ? `${organization} has installed ${vendors[vendor]} several times, so integrationId must say which: ${names}`
    : `${organization} has no ${vendors[vendor]} integration "${wanted}": it has ${names}; install another at ${pageOf(organization, vendor)}`;
}

function noService(organization: string, { id, name, configData }: Integration, wanted: string): string {
  const services = (configData?.service_table ?? []).map(({ service }) => `"${service}"`).join(", ");
  return `the PagerDuty integration "${name}" has no service "${wanted}"${services === "" ? "" : `, only ${services}`}: add it at ${pageOf(organization, "pagerduty")}${id}/`;
}
