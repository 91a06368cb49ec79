import { z } from "zod";
import { gone, path } from "./client.ts";
import { projectRef, projectSettings } from "./settings.ts";

const count = (what: string) => z.number().int().min(0).describe(what);
const enabled = z.boolean();

const shapes = {
  imageTransformation: { enabled },
  s3Protocol: { enabled },
  icebergCatalog: {
    enabled,
    maxNamespaces: count("Namespaces a catalogue."),
    maxTables: count("Tables a namespace."),
    maxCatalogs: count("Catalogues."),
  },
  vectorBuckets: { enabled, maxBuckets: count("Buckets."), maxIndexes: count("Indexes a bucket.") },
};

const Features = z.strictObject({
  imageTransformation: z
    .strictObject(shapes.imageTransformation)
    .optional()
    .describe("Images in other sizes and formats (paid plans)."),
  s3Protocol: z.strictObject(shapes.s3Protocol).optional().describe("Access by S3 clients."),
  icebergCatalog: z.strictObject(shapes.icebergCatalog).optional().describe("Analytics buckets."),
  vectorBuckets: z.strictObject(shapes.vectorBuckets).optional().describe("Vector buckets."),
});

/** What the vendor tells of them; what is new there is nobody's difference. */
const Live = z.object({
  fileSizeLimit: z.number(),
  features: z.object({
    imageTransformation: z.object(shapes.imageTransformation).optional(),
    s3Protocol: z.object(shapes.s3Protocol).optional(),
    icebergCatalog: z.object(shapes.icebergCatalog).optional(),
    vectorBuckets: z.object(shapes.vectorBuckets).optional(),
  }),
});

const Inputs = z.object({
  projectRef,
  fileSizeLimit: z
    .number()
    .int()
    .min(0)
    .max(536_870_912_000)
    .default(52_428_800)
    .describe("Largest file in bytes, at most 500 GiB; the free plan allows no more than the default of 50 MiB."),
  features: Features.optional().describe("What Storage offers; what is not declared is left as the plan has it."),
});

const at = "/config/storage";

export const StorageSettings = projectSettings({
  token: "storageSettings:StorageSettings",
  description:
    "Settings of a project's Storage. Deleting brings the vendor's default file size back and leaves the features as they are, because their defaults are the plan's.",
  calls: ["GET /v1/projects/{ref}/config/storage", "PATCH /v1/projects/{ref}/config/storage"],
  inputs: Inputs,
  at,
  live: Live,
  told: ({ fileSizeLimit, features }) => ({ fileSizeLimit, features }),

  async write({ client }, ref, { fileSizeLimit, features }) {
    await client.http.send("PATCH", path(ref, at), { body: { fileSizeLimit, features } });
  },

  async reset({ client }, ref) {
    const body = { fileSizeLimit: Inputs.parse({ projectRef: ref }).fileSizeLimit };
    await client.http.send("PATCH", path(ref, at), { body, accept: gone });
  },
});
