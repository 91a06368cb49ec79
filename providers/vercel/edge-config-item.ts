import { type Reading, resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { edgeConfigId, teamId } from "./account-inputs.ts";
import { look, set } from "./ask.ts";
import { splitId, type Vercel } from "./client.ts";

const inputs = z.strictObject({
  teamId,
  edgeConfigId,
  key: z
    .string()
    .max(256)
    .regex(/^[\w-]+$/, "must be letters, digits, `_` and `-`")
    .describe("Its key, up to 256 characters."),
  value: z.string().optional().describe("A text; this or `valueJson`."),
  valueJson: z.unknown().optional().describe("A number, a switch, a list or an object; this or `value`."),
});
type Inputs = z.output<typeof inputs>;

const item = z.object({ key: z.string(), value: z.unknown() });

export const edgeConfigItem = resource<Vercel>()({
  token: "vercel:index/edgeConfigItem:EdgeConfigItem",
  description: "One entry of an edge config.",
  calls: ["GET /v1/edge-config/{edgeConfigId}/items", "PATCH /v1/edge-config/{edgeConfigId}/items"],
  inputs,
  outputs: z.object({}),
  replaceOn: ["teamId", "edgeConfigId", "key"],
  deleteBeforeReplace: true,
  importId: "<edge config id>/<key>, or <team id>/<edge config id>/<key>",
  parseId: parts,
  check: async (_, wanted) => ({ issues: issues(wanted) }),

  async find(call, wanted) {
    const found = (await items(call, wanted))?.some(({ key }) => key === wanted.key);
    return found === true ? idOf(wanted) : undefined;
  },

  async create(call, wanted) {
    await put(call, wanted);
    return { id: idOf(wanted), outputs: {} };
  },

  async read(call, id, known) {
    const of = { ...placeOf(id), ...(known.teamId === undefined ? {} : { teamId: known.teamId }) };
    const found = (await items(call, of))?.find(({ key }) => key === of.key);
    if (found === undefined) return undefined;
    const told = typeof found.value === "string" ? { value: found.value } : { valueJson: found.value };
    return { inputs: { ...of, ...told }, outputs: {} };
  },

  async update(call, _, wanted) {
    await put(call, wanted);
    return {};
  },

  async delete(call, id, known) {
    const of = { ...placeOf(id), ...(known.teamId === undefined ? {} : { teamId: known.teamId }) };
    // Vercel REST: one missing key refuses the whole call.
    if ((await items(call, of))?.some(({ key }) => key === of.key) !== true) return;
    await write(call, of, { operation: "delete", key: of.key }, [404]);
  },
});

type Place = Pick<Inputs, "edgeConfigId" | "key"> & { readonly teamId?: string | undefined };

const pathOf = (of: Place) => `/v1/edge-config/${of.edgeConfigId}/items` as const;
const idOf = ({ edgeConfigId: config, key }: Place) => `${config}/${key}`;
const items = (call: Reading<Vercel>, of: Place) => look(call, pathOf(of), of, z.array(item));

const write = (call: Reading<Vercel>, of: Place, change: object, accept: readonly number[] = []): Promise<void> =>
  set(call, `PATCH ${pathOf(of)}`, of, { items: [change] }, accept);

/** An upsert, because a PATCH whose answer is lost is sent again; that nothing stands there was looked up before. */
const put = (call: Reading<Vercel>, wanted: Inputs): Promise<void> =>
  write(call, wanted, { operation: "upsert", key: wanted.key, value: wanted.value ?? wanted.valueJson });

function placeOf(id: string): Pick<Inputs, "edgeConfigId" | "key"> {
  const [config = "", key = ""] = id.split("/").slice(-2);
  return { edgeConfigId: config, key };
}

function parts<Known extends object>(id: string): Known | undefined {
  return splitId(id, ["edgeConfigId", "key"]) as Known | undefined;
}

/** What is absent may be unknown yet, so that both are missing cannot be told here. */
function issues({ value, valueJson }: Partial<Inputs>) {
  if (value !== undefined && valueJson !== undefined)
    return [{ property: "valueJson", reason: "cannot stand beside value" }];
  return typeof valueJson === "string" ? [{ property: "valueJson", reason: "is a text, which belongs in value" }] : [];
}
