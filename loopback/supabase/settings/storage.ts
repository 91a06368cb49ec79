import type { Hono } from "hono";
import { z } from "zod";
import { body, readyProject, type Supabase } from "../refusals.ts";
import type { Project, StorageSettings } from "../state.ts";

const toggle = z.object({ enabled: z.boolean() });
const count = z.int().min(0);
const change = z.strictObject({
  fileSizeLimit: z.int().min(0).max(536_870_912_000).optional(),
  features: z
    .object({
      imageTransformation: toggle.optional(),
      s3Protocol: toggle.optional(),
      icebergCatalog: toggle.extend({ maxNamespaces: count, maxTables: count, maxCatalogs: count }).optional(),
      vectorBuckets: toggle.extend({ maxBuckets: count, maxIndexes: count }).optional(),
    })
    .optional(),
  external: z.object({ upstreamTarget: z.enum(["main", "canary"]) }).optional(),
});

export function storageDefaults(): StorageSettings {
  return {
    fileSizeLimit: 52_428_800,
    features: {
      ...{ imageTransformation: { enabled: true }, s3Protocol: { enabled: true } },
      icebergCatalog: { enabled: false, maxNamespaces: 5, maxTables: 10, maxCatalogs: 2 },
      vectorBuckets: { enabled: false, maxBuckets: 10, maxIndexes: 5 },
    },
    external: { upstreamTarget: "main" },
  };
}

/** A write answers 200 without a body: read again. */
export function storageRoutes(app: Hono, context: Supabase): void {
  const path = "/v1/projects/:ref/config/storage";
  app.get(path, (c) => c.json(storageView(readyProject(context, c))));
  app.patch(path, async (c) => {
    const { storage } = readyProject(context, c);
    const given = await body(c, change);
    if (given.fileSizeLimit !== undefined) storage.fileSizeLimit = given.fileSizeLimit;
    const features = Object.entries(given.features ?? {}).filter(([, value]) => value !== undefined);
    Object.assign(storage.features, Object.fromEntries(features));
    if (given.external) storage.external = given.external;
    context.changed();
    return c.body(null, 200);
  });
}

export function storageView({ storage }: Project): object {
  return {
    ...storage,
    capabilities: { list_v2: true, iceberg_catalog: false },
    ...{ migrationVersion: "optimize-existing-functions", databasePoolMode: "recycled" },
  };
}
