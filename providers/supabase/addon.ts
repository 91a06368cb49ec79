import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { defined, found, gone, path, type Supabase } from "./client.ts";
import { splitId } from "./ids.ts";
import { projectRef } from "./settings.ts";

// Those that the API can choose; the compute size is the project's.
const variants = {
  pitr: ["pitr_7", "pitr_14", "pitr_28"],
  ipv4: ["ipv4_default"],
  custom_domain: ["cd_default"],
} as const;

const Inputs = z.object({
  projectRef,
  type: z
    .enum(["pitr", "ipv4", "custom_domain"])
    .describe("`pitr` is point in time recovery (from the compute size `small` on), `ipv4` an address of its own."),
  variant: z
    .enum([...variants.pitr, ...variants.ipv4, ...variants.custom_domain])
    .describe("`pitr_7`, `pitr_14` or `pitr_28` (days), `ipv4_default`, `cd_default`."),
});

const Outputs = z.object({
  price: z.string().describe("What the vendor asks for it, in its words."),
});

const Addons = z.object({
  selected_addons: z.array(
    z.object({
      type: z.string(),
      variant: z.object({ id: z.string(), price: z.object({ description: z.string() }) }),
    }),
  ),
});

const at = "/billing/addons";

export const Addon = resource<Supabase>()({
  token: "supabase:index/addon:Addon",
  description:
    "A paid add-on of a project: point in time recovery, an IPv4 address, or custom domains. Deleting ends it, and with point in time recovery its backups.",
  calls: [
    "GET /v1/projects/{ref}/billing/addons",
    "PATCH /v1/projects/{ref}/billing/addons",
    "DELETE /v1/projects/{ref}/billing/addons/{addon_variant}",
  ],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["projectRef", "type"],
  changing: ["price"],
  importId: "<project ref>/<type>",
  parseId: (id) => {
    const place = splitId(id);
    const type = Inputs.shape.type.safeParse(place?.id).data;
    return place && type && { projectRef: place.projectRef, type };
  },

  async check(_call, { type, variant }) {
    if (type === undefined || variant === undefined) return {};
    const fitting: readonly string[] = variants[type];
    if (fitting.includes(variant)) return {};
    return { issues: [{ property: "variant", reason: `${variant} is no ${type}; there is ${fitting.join(", ")}` }] };
  },

  async find({ client }, { projectRef, type }) {
    return (await selected(client, projectRef, type)) && `${projectRef}/${type}`;
  },

  async create({ client }, inputs) {
    return { id: `${inputs.projectRef}/${inputs.type}`, outputs: await choose(client, inputs) };
  },

  async read({ client }, id) {
    const place = splitId(id);
    const live = place && (await selected(client, place.projectRef, place.id));
    if (place === undefined || live === undefined) return undefined;
    return {
      inputs: defined({
        projectRef: place.projectRef,
        type: Inputs.shape.type.safeParse(place.id).data,
        variant: Inputs.shape.variant.safeParse(live.id).data,
      }),
      outputs: { price: live.price.description },
    };
  },

  update: ({ client }, _id, inputs) => choose(client, inputs),

  async delete({ client }, id) {
    const place = splitId(id);
    const live = place && (await selected(client, place.projectRef, place.id));
    if (place === undefined || live === undefined) return;
    const one = `${at}/${encodeURIComponent(live.id)}`;
    await client.http.send("DELETE", path(place.projectRef, one), { accept: gone });
  },
});

async function choose(client: Supabase, { projectRef, type, variant }: z.output<typeof Inputs>) {
  const body = { addon_type: type, addon_variant: variant };
  await client.http.send("PATCH", path(projectRef, at), { body });
  return { price: (await selected(client, projectRef, type))?.price.description ?? "" };
}

/** The chosen variant of a type; one list serves all of them, and the project. */
async function selected({ http }: Supabase, ref: string, type: string) {
  const addons = found(Addons, await http.shared(path(ref, at), { accept: gone }));
  return addons?.selected_addons.find((one) => one.type === type)?.variant;
}
