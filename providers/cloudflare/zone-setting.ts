import type { Http } from "@groundplan/kit/http.ts";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { resultOf } from "./client.ts";
import { unknownZone, zoneCalls, zoneId, zoneOf } from "./zone.ts";

const value = z.union([z.string(), z.number(), z.array(z.string()), z.record(z.string(), z.unknown())]);

/** Cloudflare API: `GET /zones/{zone}/settings/{setting}`. */
const answer = z.object({ id: z.string(), value, editable: z.boolean().nullish() });
type Answer = z.output<typeof answer>;

export const zoneSetting = resource<Http>()({
  token: "cloudflare:index/zoneSetting:ZoneSetting",
  description:
    "One setting of a zone. It is always there, so that making it changes it, and deleting it puts back what it was when " +
    "it was made (after an import: leaves it).",
  calls: [...zoneCalls, "GET /zones/{zone_id}/settings/{setting_id}", "PATCH /zones/{zone_id}/settings/{setting_id}"],
  inputs: z.strictObject({
    zoneId,
    settingId: z
      .string()
      .regex(/^[a-z0-9_]+$/, "must be a setting such as ssl")
      .describe("Setting: `ssl`, `always_use_https`, `min_tls_version`, `http3`, `browser_cache_ttl`, …"),
    value: value.describe(
      "Its value: `on` or `off`, another word, a number, a list for `ciphers`, an object for `security_header`.",
    ),
  }),
  outputs: z.object({
    editable: z.boolean().describe("Whether the zone's plan lets it be changed."),
    valueBefore: value.optional().describe("What it was when it was made."),
  }),
  replaceOn: ["zoneId", "settingId"],
  importId: "<zone id>/<setting>",

  parseId: (id) => (/^[0-9a-f]{32}\/[a-z0-9_]+$/.test(id) ? {} : undefined),

  async check(call, given) {
    if (given.zoneId === undefined) return {};
    const zone = await zoneOf(call, given.zoneId);
    return zone === undefined ? { issues: await unknownZone(call, given.zoneId) } : { inputs: { zoneId: zone.id } };
  },

  // No `find`: there is nothing to be made twice, and a PATCH may be sent again.
  async create({ client }, { zoneId, settingId, value }) {
    const path = `/zones/${zoneId}/settings/${settingId}`;
    const before = resultOf(answer, (await client.send("GET", path)).body, `GET ${path}`);
    return { id: `${zoneId}/${settingId}`, outputs: outputsOf(await patch(client, path, value), before.value) };
  },

  async read({ client }, id, known) {
    const path = pathOf(id);
    const { status, body } = await client.send("GET", path, { accept: [404] });
    if (status === 404) return undefined;
    const found = resultOf(answer, body, `GET ${path}`);
    const [zoneId = "", settingId = ""] = id.split("/");
    return { inputs: { zoneId, settingId, value: found.value }, outputs: outputsOf(found, known.valueBefore) };
  },

  async update({ client }, id, wanted, old) {
    return outputsOf(await patch(client, pathOf(id), wanted.value), old.valueBefore);
  },

  async delete({ client }, id, { valueBefore }) {
    if (valueBefore === undefined) return;
    await client.send("PATCH", pathOf(id), { body: { value: valueBefore }, accept: [404] });
  },
});

const pathOf = (id: string) => `/zones/${id.split("/")[0]}/settings/${id.split("/")[1]}`;

async function patch(http: Http, path: string, value: Answer["value"]): Promise<Answer> {
  return resultOf(answer, (await http.send("PATCH", path, { body: { value } })).body, `PATCH ${path}`);
}

const outputsOf = ({ editable }: Answer, valueBefore: Answer["value"] | undefined) => ({
  editable: editable ?? true,
  ...(valueBefore === undefined ? {} : { valueBefore }),
});
