import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { defined, found, gone, path, type Supabase, understood } from "./client.ts";
import { projectRef } from "./settings.ts";

const Inputs = z.object({
  projectRef,
  type: z.enum(["gp3", "io2"]).default("gp3").describe("`gp3` for general use, `io2` for much load (paid plans)."),
  sizeGb: z
    .number()
    .int()
    .min(1)
    .default(8)
    .describe("GB that it has at least: it grows by itself when it is nearly full, and never shrinks."),
  iops: z.number().int().min(1).default(3000).describe("Reads and writes a second."),
  throughputMibps: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe("MiB a second, of `gp3` only; unset is the vendor's 125."),
});

const Outputs = z.object({
  actualSizeGb: z.number().int().describe("GB that it has."),
});

const Attributes = z.object({
  type: z.string(),
  size_gb: z.number().int(),
  iops: z.number().int(),
  throughput_mibps: z.number().int().optional(),
});
const Live = z.object({ attributes: Attributes });

const at = "/config/disk";

/** What `gp3` has when nobody says otherwise (AWS EBS). */
const usualThroughput = 125;

export const DiskSettings = resource<Supabase>()({
  token: "supabase:index/diskSettings:DiskSettings",
  description:
    "The disk of a project's database. The vendor takes one change in six hours, so nothing is written when nothing differs. Deleting leaves it as it is: a disk does not shrink.",
  calls: ["GET /v1/projects/{ref}/config/disk", "POST /v1/projects/{ref}/config/disk"],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["projectRef"],
  changing: ["actualSizeGb"],
  importId: "<project ref>",
  parseId: (id) => (id.includes("/") ? undefined : { projectRef: id }),

  async check(_call, { type, throughputMibps }) {
    if (type !== "io2" || throughputMibps === undefined) return {};
    return { issues: [{ property: "throughputMibps", reason: "cannot be chosen for io2; leave it out" }] };
  },

  async create({ client }, inputs) {
    return { id: inputs.projectRef, outputs: await write(client, inputs) };
  },

  async read({ client }, id, known) {
    const live = found(Live, await client.http.shared(path(id, at), { accept: gone }))?.attributes;
    if (live === undefined) return undefined;
    // What grew by itself is no difference; of an import everything is told.
    const grown = known.sizeGb !== undefined && live.size_gb >= known.sizeGb;
    const told = known.throughputMibps !== undefined || live.throughput_mibps !== usualThroughput;
    return {
      inputs: defined({
        projectRef: id,
        type: Inputs.shape.type.safeParse(live.type).data,
        sizeGb: grown ? known.sizeGb : live.size_gb,
        iops: live.iops,
        throughputMibps: told ? live.throughput_mibps : undefined,
      }),
      outputs: { actualSizeGb: live.size_gb },
    };
  },

  update: ({ client }, _id, inputs) => write(client, inputs),

  delete: async () => undefined,
});

async function write({ http }: Supabase, wish: z.output<typeof Inputs>): Promise<z.output<typeof Outputs>> {
  const place = path(wish.projectRef, at);
  const live = understood(Live, (await http.send("GET", place)).body).attributes;
  const wanted = {
    type: wish.type,
    size_gb: Math.max(wish.sizeGb, live.size_gb),
    iops: wish.iops,
    ...(wish.type === "gp3" ? { throughput_mibps: wish.throughputMibps ?? usualThroughput } : {}),
  };
  const differs = Object.entries(wanted).some(([name, value]) => Reflect.get(live, name) !== value);
  // The whole wish: sent twice it does no harm.
  if (differs) await http.send("POST", place, { body: { attributes: wanted }, repeatable: true });
  return { actualSizeGb: wanted.size_gb };
}
