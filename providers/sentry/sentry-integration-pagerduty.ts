import { VendorError } from "@groundplan/kit/errors.ts";
import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { type Sentry, understood } from "./client.ts";
import { integrationAnswer, integrationId, integrationsOf } from "./integrations.ts";
import { splitId } from "./project-part.ts";

const inputs = z.strictObject({
  organization: z.string().describe("Slug of the organization."),
  integrationId: z.string().describe("Id of the installed PagerDuty, or its name, which is looked up."),
  service: z.string().min(1).describe("Name of the service, as alerts show it; unique in the integration."),
  integrationKey: z.string().min(1).describe("Key of the service's Sentry integration at PagerDuty."),
});
type Inputs = z.output<typeof inputs>;
type At = Pick<Inputs, "organization" | "integrationId">;

/** A row of the table that holds all services of an integration. */
interface Row {
  readonly id?: string;
  readonly service: string;
  readonly integration_key: string;
}

export const sentryIntegrationPagerduty = resource<Sentry>()({
  token: "sentry:index/sentryIntegrationPagerduty:SentryIntegrationPagerduty",
  description: "A PagerDuty service that Sentry alerts may call.",
  calls: [
    "GET /api/0/organizations/{organization_id_or_slug}/integrations/",
    "GET /api/0/organizations/{organization_id_or_slug}/integrations/{integration_id}/",
    "POST /api/0/organizations/{organization_id_or_slug}/integrations/{integration_id}/",
  ],
  inputs,
  outputs: z.object({ internalId: z.string().describe("The row, as alerts take it in `serviceId`.") }),
  replaceOn: ["organization", "integrationId"],
  secrets: ["integrationKey"],
  importId: "<organization slug>/<integration id>/<row id>",

  parseId(id) {
    const at = splitId(id, ["organization", "integrationId", "row"]);
    return at && { organization: at.organization, integrationId: at.integrationId };
  },

  check: async (call, { organization, integrationId: wanted }) =>
    organization === undefined || wanted === undefined ? {} : integrationId(call, organization, "pagerduty", wanted),

  async find(call, wanted) {
    const found = (await rows(call, wanted))?.find(({ service }) => service === wanted.service);
    return found && idOf(wanted, found);
  },

  create: (call, wanted) =>
    call.client.alone(async () => {
      const { service, integrationKey } = wanted;
      const all = await rowsOf(call, wanted);
      await put(call, wanted, [...all, { service, integration_key: integrationKey }]);
      const made = (await rowsOf(call, wanted)).find((one) => one.service === service);
      if (made?.id !== undefined) return { id: idOf(wanted, made), outputs: { internalId: made.id } };
      throw new VendorError(`Sentry took the service ${service}, but does not tell it.`, {
        fix: "look at the integration in Sentry, then run the same command again",
      });
    }),

  async read(call, id) {
    const at = splitId(id, ["organization", "integrationId", "row"]);
    const found = at && (await rows(call, at))?.find((one) => one.id === at.row);
    if (at === undefined || found === undefined) return undefined;
    const { organization, integrationId } = at;
    const told = { organization, integrationId, service: found.service, integrationKey: found.integration_key };
    return { inputs: told, outputs: { internalId: at.row } };
  },

  update: (call, id, wanted) =>
    call.client.alone(async () => {
      const row = id.split("/").at(-1) ?? "";
      const { service, integrationKey } = wanted;
      const all = await rowsOf(call, wanted);
      const next = all.map((one) => (one.id === row ? { ...one, service, integration_key: integrationKey } : one));
      await put(call, wanted, next);
      return { internalId: row };
    }),

  delete: (call, id) =>
    call.client.alone(async () => {
      const at = splitId(id, ["organization", "integrationId", "row"]);
      const all = at && (await rowsNow(call, at));
      if (at === undefined || all === undefined || !all.some((one) => one.id === at.row)) return;
      await put(
        call,
        at,
        all.filter((one) => one.id !== at.row),
      );
    }),
});

const idOf = ({ organization, integrationId }: At, { id }: Row): string => `${organization}/${integrationId}/${id}`;

/** The services of an integration; undefined: it is not installed any more. */
async function rows(call: Reading<Sentry>, { organization, integrationId }: At): Promise<Row[] | undefined> {
  return tableOf((await integrationsOf(call, organization)).find(({ id }) => id === integrationId));
}

/** The same, read at this moment: what is written back must not be of before. */
async function rowsNow({ client }: Reading<Sentry>, at: At): Promise<Row[] | undefined> {
  const path = pathOf(at);
  const { status, body } = await client.http.send("GET", path, { accept: [404] });
  return status === 404 ? undefined : tableOf(understood(integrationAnswer, body, `GET ${path}`));
}

async function rowsOf(call: Reading<Sentry>, at: At): Promise<Row[]> {
  const found = await rowsNow(call, at);
  if (found !== undefined) return found;
  throw new VendorError(`${at.organization} has no PagerDuty integration ${at.integrationId}.`, {
    fix: `install it at https://sentry.io/settings/${at.organization}/integrations/pagerduty/`,
  });
}

const tableOf = (integration: z.output<typeof integrationAnswer> | undefined): Row[] | undefined =>
  integration &&
  (integration.configData?.service_table ?? []).map(({ id, service, integration_key }) => ({
    id,
    service,
    integration_key: integration_key ?? "",
  }));

const pathOf = ({ organization, integrationId }: At): string =>
  `/organizations/${organization}/integrations/${integrationId}/`;

/** Sentry API: takes the whole table; a row without an id is new, and one that is missing goes. */
async function put({ client }: Reading<Sentry>, at: At, table: readonly Row[]) {
  await client.http.send("POST", pathOf(at), { body: { service_table: table } });
}
