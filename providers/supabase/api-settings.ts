import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { defined, found, gone, path, type Supabase } from "./client.ts";

const schemaName = z.string().regex(/^[^\s,]+$/, "must be one schema's name, without spaces or commas");

interface Declared {
  readonly schemas: string[];
  readonly extraSearchPath: string[];
  readonly maxRows: number;
  readonly dbPool?: number | undefined;
}

/** What a new project has. */
const vendorDefaults: Declared = {
  schemas: ["public", "graphql_public"],
  extraSearchPath: ["public", "extensions"],
  maxRows: 1000,
};

const Inputs = z.object({
  projectRef: z.string().min(1).describe("The project's reference, 20 lower-case letters."),
  schemas: z
    .array(schemaName)
    .default(vendorDefaults.schemas)
    .describe("Schemas that the Data API serves, the first being the default one; an empty list turns the API off."),
  extraSearchPath: z
    .array(schemaName)
    .default(vendorDefaults.extraSearchPath)
    .describe("Schemas that are searched besides, but not served."),
  maxRows: z.number().int().min(0).max(1_000_000).default(vendorDefaults.maxRows).describe("Most rows of one answer."),
  dbPool: z
    .number()
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe(
      "Connections that the Data API keeps to the database; unset leaves the number to the vendor, who has no call that brings its own number back once one was set.",
    ),
});

const Outputs = z.object({
  restUrl: z.string().describe("Where the Data API is: https://<ref>.supabase.co/rest/v1"),
});

const Settings = z.object({
  db_schema: z.string(),
  db_extra_search_path: z.string(),
  max_rows: z.number(),
  db_pool: z.number().nullish(),
});

export const ApiSettings = resource<Supabase>()({
  token: "supabase:index/apiSettings:ApiSettings",
  description:
    "Settings of a project's Data API (PostgREST). There is one set a project: creating declares it, deleting brings the vendor's defaults back.",
  calls: ["GET /v1/projects/{ref}/postgrest", "PATCH /v1/projects/{ref}/postgrest"],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["projectRef"],
  importId: "<project ref>",
  parseId: (id) => ({ projectRef: id }),

  // What a program leaves to the vendor is no difference to what an import found there.
  async check(_call, inputs, { dbPool }) {
    return { inputs: inputs.dbPool === undefined ? defined({ dbPool }) : {} };
  },

  async create({ client }, inputs) {
    await patch(client, inputs.projectRef, inputs);
    return { id: inputs.projectRef, outputs: outputsOf(inputs.projectRef) };
  },

  async read({ client }, id, known) {
    const settings = found(Settings, await client.http.shared(path(id, "/postgrest"), { accept: gone }));
    if (settings === undefined) return undefined;
    return {
      inputs: defined({
        projectRef: id,
        schemas: toList(settings.db_schema),
        extraSearchPath: toList(settings.db_extra_search_path),
        maxRows: settings.max_rows,
        // What nobody declared, the vendor computes from the instance's size; an import tells it.
        dbPool: known.dbPool === undefined && known.maxRows !== undefined ? undefined : (settings.db_pool ?? undefined),
      }),
      outputs: outputsOf(id),
    };
  },

  async update({ client }, id, inputs) {
    await patch(client, id, inputs);
    return outputsOf(id);
  },

  // A project that is gone has no settings either.
  async delete({ client }, id) {
    await patch(client, id, vendorDefaults, gone);
  },
});

const toList = (joined: string): string[] =>
  joined
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

const outputsOf = (ref: string): z.output<typeof Outputs> => ({ restUrl: `https://${ref}.supabase.co/rest/v1` });

async function patch({ http }: Supabase, ref: string, settings: Declared, accept: readonly number[] = []) {
  const body = {
    db_schema: settings.schemas.join(","),
    db_extra_search_path: settings.extraSearchPath.join(","),
    max_rows: settings.maxRows,
    db_pool: settings.dbPool,
  };
  await http.send("PATCH", path(ref, "/postgrest"), { body, accept });
}
