import { z } from "zod";
import { UnknownOutcome, VendorError } from "../../../providers/kit/errors.ts";
import { resource } from "../../../providers/kit/resource.ts";

/** A vendor of one kind of thing, in memory: what it holds, and how it answers the next creates. */
export interface Shelf {
  readonly boxes: Map<string, { label: string; size: number; key: string }>;
  /** Consumed one a create: `lost` acts and loses the answer, `unheard` loses the request. */
  readonly answers: ("ok" | "lost" | "unheard" | "refused")[];
  creates: number;
}

export const emptyShelf = (...answers: Shelf["answers"]): Shelf => ({ boxes: new Map(), answers, creates: 0 });

const inputs = z.strictObject({
  label: z.string().min(1).describe("What is written on it."),
  size: z.int().default(10).describe("Litres."),
  key: z.string().describe("Opens it; never told again."),
  colours: z
    .array(z.enum(["red", "blue"]))
    .optional()
    .describe("Its colours."),
});

/** A resource with a natural key (the label) and a write-only secret. */
export const Box = resource<Shelf>()({
  token: "shelf:index/box:Box",
  description: "A box.",
  inputs,
  outputs: z.object({ weight: z.number().describe("Grams.") }),
  replaceOn: ["label"],
  secrets: ["key"],
  writeOnly: ["key"],
  importId: "<label>",
  parseId: (id) => (id.includes("/") ? undefined : { label: id }),
  find: async ({ client }, { label }) => (client.boxes.has(label) ? label : undefined),
  create: async ({ client, created }, box) => {
    client.creates++;
    const answer = client.answers.shift() ?? "ok";
    if (answer === "unheard") throw new UnknownOutcome("POST /boxes", "ECONNRESET");
    client.boxes.set(box.label, box);
    if (answer === "lost") throw new UnknownOutcome("POST /boxes", "ECONNRESET");
    created(box.label);
    if (answer === "refused") throw new VendorError(`PATCH /boxes answered 400: bad key ${box.key}`, { status: 400 });
    return { id: box.label, outputs: { weight: box.size * 100 } };
  },
  read: async ({ client }, id) => {
    const box = client.boxes.get(id);
    return box && { inputs: { label: box.label, size: box.size }, outputs: { weight: box.size * 100 } };
  },
  update: async ({ client }, id, box) => {
    client.boxes.set(id, box);
    return { weight: box.size * 100 };
  },
  delete: async ({ client }, id) => {
    client.boxes.delete(id);
  },
});
