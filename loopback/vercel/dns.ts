import type { Context as Call } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { page } from "./page.ts";
import { badRequest, invalidBody, notFound, refuse } from "./refusal.ts";
import type { Route } from "./router.ts";
import { scopeOf } from "./scope.ts";
import { type Context, type StoredRecord, type StoredZone, tick } from "./state.ts";

const ttl = z.int().min(60).max(2_147_483_647);
const comment = z.string().max(500).optional();
const number = z.int().min(0).max(65_535);
const name = z.string();
const kinds = ["A", "AAAA", "ALIAS", "CAA", "CNAME", "NS", "TXT"] as const;
const srv = z.strictObject({ priority: number, weight: number, port: number, target: z.string().max(255) });
// The description forbids the name that it requires of TXT and SRV records; Vercel takes one, as its clients show.
const createSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(kinds), name, value: z.string(), ttl: ttl.optional(), comment }),
  z.strictObject({ type: z.literal("MX"), name, value: z.string(), mxPriority: number, ttl: ttl.optional(), comment }),
  z.strictObject({ type: z.literal("SRV"), name, srv, ttl: ttl.optional(), comment }),
]);
const updateSchema = z.strictObject({
  name: name.nullable().optional(),
  value: z.string().nullable().optional(),
  ttl: ttl.nullable().optional(),
  mxPriority: number.nullable().optional(),
  srv: srv.nullable().optional(),
  comment,
});

/** Zones that Vercel hosts, which only a person can delegate (`POST seed`), and their records. */
export function dnsRoutes(route: Route, context: Context): void {
  const { state } = context;

  route("GET /v5/domains", (c) => {
    const { accountId } = scopeOf(c, context);
    const { items, pagination } = page(
      c,
      state.zones.filter((zone) => zone.accountId === accountId),
      20,
    );
    return c.json({ domains: items.map((zone) => zoneView(zone, context)), pagination });
  });

  route("GET /v5/domains/:domain", (c) => c.json({ domain: { ...zoneView(zoneOf(c), context), suffix: false } }));

  route(
    "POST /v2/domains/:domain/records",
    async (c) => {
      const zone = zoneOf(c);
      const given = await readBody(c, createSchema, invalidBody);
      const at = tick(context);
      const record: StoredRecord = {
        ...{
          id: `rec_${context.id(24, "0123456789abcdef")}`,
          zone: zone.name,
          type: given.type,
          createdAt: at,
          updatedAt: at,
        },
        ...{ name: given.name, ttl: given.ttl ?? 60, comment: given.comment ?? "" },
        value: "srv" in given ? srvText(given.srv) : given.value,
        priority: "srv" in given ? given.srv.priority : "mxPriority" in given ? given.mxPriority : null,
      };
      refuseTaken(record);
      state.records.push(record);
      context.changed();
      return c.json({ uid: record.id, updated: at });
    },
    [4],
  );

  route(
    "GET /v4/domains/:domain/records",
    (c) => {
      const zone = zoneOf(c);
      const { items, pagination } = page(
        c,
        state.records.filter((record) => record.zone === zone.name),
        20,
      );
      return c.json({ records: items.map((record) => recordView(record, context)), pagination });
    },
    [5],
  );

  route(
    "PATCH /v1/domains/records/:record",
    async (c) => {
      const record = find(c);
      const given = await readBody(c, updateSchema, invalidBody);
      if (record.type === "SRV" && given.value) throw badRequest("An SRV record is changed by `srv`.");
      const next = {
        ...record,
        ...{ name: given.name ?? record.name, ttl: given.ttl ?? record.ttl, comment: given.comment ?? record.comment },
        value: given.srv ? srvText(given.srv) : (given.value ?? record.value),
        priority: given.srv?.priority ?? given.mxPriority ?? record.priority,
        updatedAt: tick(context),
      };
      refuseTaken(next);
      Object.assign(record, next);
      context.changed();
      const { id, type: recordType, zone: domain, name: at, value, createdAt, ttl: keep } = record;
      const shown = { id, recordType, domain, name: at, value, createdAt, ttl: keep, type: "record" };
      return c.json({ ...shown, creator: state.user.id, ...(record.comment !== "" && { comment: record.comment }) });
    },
    [4],
  );

  route("DELETE /v2/domains/:domain/records/:record", (c) => {
    zoneOf(c);
    const record = find(c);
    state.records = state.records.filter((other) => other !== record);
    context.changed();
    return c.json({});
  });

  function zoneOf(c: Call): StoredZone {
    const { accountId } = scopeOf(c, context);
    const zone = state.zones.find((one) => one.accountId === accountId && one.name === c.req.param("domain"));
    if (!zone) throw notFound("Domain");
    return zone;
  }

  function find(c: Call): StoredRecord {
    const { accountId } = scopeOf(c, context);
    const own = state.zones.filter((zone) => zone.accountId === accountId).map((zone) => zone.name);
    const found = state.records.find(({ id, zone }) => id === c.req.param("record") && own.includes(zone));
    if (!found) throw notFound("Record");
    return found;
  }

  function refuseTaken(record: StoredRecord): void {
    const same = state.records.some(
      (other) =>
        other.id !== record.id &&
        [other.zone, other.name, other.type, other.value].join() ===
          [record.zone, record.name, record.type, record.value].join(),
    );
    if (same) throw refuse(409, "record_conflict", "A record with the same name, type and value already exists.");
  }
}

const srvText = ({ priority, weight, port, target }: z.output<typeof srv>) => `${priority} ${weight} ${port} ${target}`;

export function recordView({ zone: _, priority, comment: why, ...record }: StoredRecord, { state }: Context): object {
  return {
    ...record,
    ...{ slug: record.id, creator: state.user.id, created: record.createdAt, updated: record.updatedAt },
    ...(priority !== null && (record.type === "MX" ? { mxPriority: priority } : { priority })),
    ...(why !== "" && { comment: why }),
  };
}

export function zoneView({ accountId, name: domain, createdAt }: StoredZone, { state }: Context): object {
  const { id, username, email } = state.user;
  const nameservers = ["ns1.vercel-dns.com", "ns2.vercel-dns.com"];
  return {
    ...{ id: `dom_${domain}`, name: domain, verified: true, nameservers, intendedNameservers: nameservers, createdAt },
    ...{
      boughtAt: null,
      expiresAt: null,
      serviceType: "zeit.world",
      echMode: "auto",
      userId: id,
      creator: { id, username, email },
    },
    teamId: accountId.startsWith("team_") ? accountId : null,
  };
}
