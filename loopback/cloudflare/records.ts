import type { Context as Call, Hono } from "hono";
import { z } from "zod";
import { readBody } from "../core/body.ts";
import { invalidBody, page, refuse, success, zoneOf } from "./answer.ts";
import { checkRecord, contentOf } from "./record-rules.ts";
import { type Context, newId, type RecordFields, type StoredRecord, type StoredZone } from "./state.ts";

const bodySchema = z.object({
  name: z.string().min(1).max(255),
  type: z.string(),
  content: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  ttl: z.int().default(1),
  proxied: z.boolean().default(false),
  priority: z.int().min(0).max(65_535).optional(),
  comment: z.string().max(500).nullish(),
  tags: z.array(z.string()).default([]),
  settings: z
    .strictObject({
      flatten_cname: z.boolean().optional(),
      ipv4_only: z.boolean().optional(),
      ipv6_only: z.boolean().optional(),
    })
    .default({}),
});

/** DNS records of a zone. A proxied one has an automatic time to live, and a TXT comes back quoted. */
export function recordRoutes(app: Hono, context: Context): void {
  const { state } = context;
  const list = "/zones/:zone/dns_records";

  app.get(list, (c) => {
    const zone = zoneOf(c, context);
    const { name, type } = c.req.query();
    const found = state.records.filter(
      (one) =>
        one.zone === zone.id &&
        (name === undefined || one.fields.name === name) &&
        (type === undefined || one.fields.type === type),
    );
    return c.json(page(c, found.map(recordView), 5000));
  });

  app.post(list, async (c) => {
    const zone = zoneOf(c, context);
    const now = context.now().toISOString();
    const record: StoredRecord = {
      ...{ id: newId(context), zone: zone.id, created_on: now, modified_on: now },
      fields: await fieldsOf(c, zone),
    };
    checkRecord(record, state.records);
    state.records.push(record);
    context.changed();
    return c.json(success(recordView(record)));
  });

  app.get(`${list}/:record`, (c) => c.json(success(recordView(recordOf(c)))));

  app.put(`${list}/:record`, async (c) => {
    const record = recordOf(c);
    const fields = await fieldsOf(c, zoneOf(c, context));
    checkRecord({ ...record, fields }, state.records);
    Object.assign(record, { fields, modified_on: context.now().toISOString() });
    context.changed();
    return c.json(success(recordView(record)));
  });

  app.delete(`${list}/:record`, (c) => {
    const record = recordOf(c);
    state.records = state.records.filter((other) => other !== record);
    context.changed();
    return c.json({ result: { id: record.id } });
  });

  function recordOf(c: Call): StoredRecord {
    const zone = zoneOf(c, context);
    const found = state.records.find((one) => one.zone === zone.id && one.id === c.req.param("record"));
    if (found === undefined) throw refuse(404, 81044, "Record does not exist.");
    return found;
  }
}

/** The body as it is kept: names in full, a TXT in quotes. */
async function fieldsOf(c: Call, zone: StoredZone): Promise<RecordFields> {
  const body = await readBody(c, bodySchema, invalidBody);
  const given = body.name.toLowerCase();
  const inZone = given === zone.name || given.endsWith(`.${zone.name}`);
  const name = given === "@" ? zone.name : inZone ? given : `${given}.${zone.name}`;
  const content = body.content === undefined ? {} : { content: contentOf(body.type, body.content) };
  return { ...body, name, ...content, ttl: body.proxied ? 1 : body.ttl };
}

export function recordView({ id, created_on, modified_on, fields }: StoredRecord): Record<string, unknown> {
  return {
    id,
    ...fields,
    content: fields.content ?? Object.values(fields.data ?? {}).join(" "),
    // An SRV tells its priority twice.
    ...(fields.type === "SRV" && { priority: fields.data?.["priority"] }),
    proxiable: ["A", "AAAA", "CNAME"].includes(fields.type),
    comment: fields.comment ?? null,
    ...{ meta: {}, created_on, modified_on },
  };
}
