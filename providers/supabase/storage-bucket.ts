import { VendorError } from "@groundplan/kit/errors.ts";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import { defined, found, gone, path, type Supabase } from "./client.ts";
import { projectRef } from "./settings.ts";
import { type DatabasePlace, databasePassword, inDatabase, inTransaction, splitName, vanished } from "./sql.ts";

const Inputs = z.object({
  projectRef,
  databasePassword,
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[\w!\-.*'() &$@=;:+,?]+$/, "may hold letters, digits, spaces and _!-.*'()&$@=;:+,? only")
    .describe("Its name and id, at most 100 characters. Cannot change."),
  public: z.boolean().default(false).describe("Let everybody read its files without a token."),
  fileSizeLimit: z.number().int().min(1).optional().describe("Largest file in bytes; unset is the project's limit."),
  allowedMimeTypes: z
    .array(z.string().regex(/^[\w.+-]+\/(\*|[\w.+-]+)$/, "must be a type such as image/png or image/*"))
    .min(1)
    .transform((types) => [...new Set(types)].sort())
    .optional()
    .describe("Types of files that it takes, e.g. `image/*`; unset is all. Order does not matter."),
});

type Declared = z.output<typeof Inputs>;

const Outputs = z.object({
  url: z.string().describe("Where its files are: a file's address is this, a slash and its name."),
});

export const StorageBucket = resource<Supabase>()({
  token: "supabase:index/storageBucket:StorageBucket",
  description:
    "A bucket of a project's Storage. It is made in the project's database, as the vendor documents beside its Storage API: the Management API only lists buckets, and the Storage API is at another host with another key. Policies for its files belong into migrations. A bucket that holds files is not deleted.",
  calls: ["GET /v1/projects/{ref}/storage/buckets", "GET /v1/projects/{ref}/config/database/pooler"],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["projectRef", "name"],
  secrets: ["databasePassword"],
  // The list of buckets does not tell the limits, so an import does not see them; afterwards the database does.
  writeOnly: ["databasePassword", "fileSizeLimit", "allowedMimeTypes"],
  changing: ["url"],
  importId: "<project ref>/<name>",
  parseId: splitName,

  async find({ client }, inputs) {
    return (await look(client, inputs, inputs.name)) && `${inputs.projectRef}/${inputs.name}`;
  },

  async create({ client }, inputs) {
    await inDatabase(client, inputs, `Creating bucket ${inputs.name}`, (session) =>
      session.query(
        "insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values ($1, $1, $2, $3, $4)",
        columns(inputs),
      ),
    );
    return { id: `${inputs.projectRef}/${inputs.name}`, outputs: outputsOf(inputs) };
  },

  async read({ client }, id, known) {
    const at = splitName(id);
    if (at === undefined) return undefined;
    if (known.databasePassword === undefined) {
      const listed = await listedBucket(client, at.projectRef, at.name);
      return listed && { inputs: { ...at, public: listed.public }, outputs: outputsOf({ ...at, ...listed }) };
    }
    const live = await look(client, { ...at, databasePassword: known.databasePassword }, at.name);
    if (live === undefined) return undefined;
    const changed = (["fileSizeLimit", "allowedMimeTypes"] as const).filter(
      (name) => JSON.stringify(live[name]) !== JSON.stringify(known[name]),
    );
    return { inputs: { ...at, ...defined(live) }, outputs: outputsOf({ ...at, ...live }), changed };
  },

  async update({ client }, _id, inputs) {
    const what = `Updating bucket ${inputs.name}`;
    await inDatabase(client, inputs, what, async (session) => {
      const { rowCount } = await session.query(
        "update storage.buckets set public = $2, file_size_limit = $3, allowed_mime_types = $4, updated_at = now() where id = $1",
        columns(inputs),
      );
      if (rowCount === 0) throw vanished(what);
    });
    return outputsOf(inputs);
  },

  async delete({ client }, id, { databasePassword }) {
    const at = splitName(id);
    if (at === undefined || databasePassword === undefined) return;
    await inTransaction(client, { ...at, databasePassword }, `Deleting bucket ${at.name}`, async (session) => {
      const { rows } = await session.query<{ files: number }>(
        "select count(*)::int as files from storage.objects where bucket_id = $1",
        [at.name],
      );
      if ((rows[0]?.files ?? 0) > 0) throw notEmpty(at.name, rows[0]?.files ?? 0);
      // Supabase Storage refuses deletes by SQL, which would leave files behind, unless this is set; here are none.
      await session.query("select set_config('storage.allow_delete_query', 'true', true)");
      return session.query("delete from storage.buckets where id = $1", [at.name]);
    });
  },
});

const columns = ({ name, public: open, fileSizeLimit, allowedMimeTypes }: Declared): unknown[] => [
  name,
  open,
  fileSizeLimit ?? null,
  allowedMimeTypes ?? null,
];

const outputsOf = (bucket: Pick<Declared, "projectRef" | "name" | "public">): z.output<typeof Outputs> => {
  const name = encodeURIComponent(bucket.name);
  return { url: `https://${bucket.projectRef}.supabase.co/storage/v1/object/${bucket.public ? "public/" : ""}${name}` };
};

const notEmpty = (name: string, files: number): VendorError =>
  new VendorError(`bucket ${name} holds ${files} ${files === 1 ? "file" : "files"}, so it is not deleted.`, {
    fix: "save what is needed and empty it in the dashboard (Storage), or take it out of this stack: pulumi state delete",
  });

async function look(client: Supabase, place: DatabasePlace, name: string) {
  const looked = await inTransaction(client, place, `Reading bucket ${name}`, async (session) => {
    const { rows } = await session.query<{ public: boolean; size: string | null; types: string[] | null }>(
      "select public, file_size_limit as size, allowed_mime_types as types from storage.buckets where id = $1",
      [name],
    );
    return rows;
  });
  const row = looked?.value[0];
  if (row === undefined) return undefined;
  return {
    public: row.public,
    fileSizeLimit: row.size === null ? undefined : Number(row.size),
    allowedMimeTypes: row.types === null ? undefined : [...row.types].sort(),
  };
}

async function listedBucket({ http }: Supabase, ref: string, name: string) {
  const Listed = z.array(z.object({ id: z.string(), public: z.boolean() }));
  const buckets = found(Listed, await http.shared(path(ref, "/storage/buckets"), { accept: gone }));
  return buckets?.find(({ id }) => id === name);
}
