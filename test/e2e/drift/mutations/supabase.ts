import { type Mutation, mutation, type Standing, settingsOf, type Table } from "../mutation.ts";
import { asObject, asObjects, between, flip, type Json, longer, oneOf, valueAt, word } from "../values.ts";
import type { Vendors } from "../vendors.ts";

/** `<ref>` or `<ref>/<part>`. */
const refOf = ({ id }: Standing): string => id.split("/")[0] ?? id;
const partOf = ({ id }: Standing): string => id.split("/")[1] ?? "";
const path = (at: Standing, rest = ""): string => `/v1/projects/${refOf(at)}${rest}`;

/** Reads until the project is healthy: a resize restarts it. At Supabase that takes minutes, here two reads. */
async function healthy({ call }: Vendors, at: Standing): Promise<void> {
  for (let reads = 0; reads < 100; reads++) {
    if (valueAt(await call("supabase", "GET", path(at)), "status") === "ACTIVE_HEALTHY") return;
  }
  throw new Error(`the project ${refOf(at)} does not get healthy`);
}

const project = settingsOf({
  read: async ({ call }, at) => asObject(await call("supabase", "GET", path(at))),
  write: ({ call }, at, changes) => call("supabase", "PATCH", path(at), changes),
});

const compute = mutation("instanceSize", {
  read: async ({ call }, at) => {
    const { selected_addons } = asObject(await call("supabase", "GET", path(at, "/billing/addons")));
    const selected = asObjects(selected_addons).find(({ type }) => type === "compute_instance");
    return valueAt(selected, "variant.id") ?? null;
  },
  change: async (vendors, at, now, random) => {
    const addon_variant = oneOf("ci_small", "ci_medium", "ci_large")(now, random);
    await vendors.call("supabase", "PATCH", path(at, "/billing/addons"), {
      addon_type: "compute_instance",
      addon_variant,
    });
    await healthy(vendors, at);
  },
});

const legacyKeys = mutation("legacyApiKeysEnabled", {
  read: async ({ call }, at) => valueAt(await call("supabase", "GET", path(at, "/api-keys/legacy")), "enabled"),
  change: async ({ call }, at, now) => {
    await call("supabase", "PUT", path(at, `/api-keys/legacy?enabled=${now !== true}`));
  },
});

export const supabaseProject: Table = {
  mutations: () => [project("name", "name", longer), compute, legacyKeys],
  seenBy: { databasePassword: "nothing at the API; the next connection with it fails" },
};

const api = settingsOf({
  read: async ({ call }, at) => asObject(await call("supabase", "GET", path(at, "/postgrest"))),
  write: ({ call }, at, changes) => call("supabase", "PATCH", path(at, "/postgrest"), changes),
});

export const supabaseApi: Table = {
  mutations: ({ inputs }) => [
    api("schemas", "db_schema", oneOf("public", "public,storage", "storage,graphql_public")),
    api("extraSearchPath", "db_extra_search_path", oneOf("public", "public,extensions,storage")),
    api("maxRows", "max_rows", between(1, 5000)),
    ...(inputs["dbPool"] === undefined ? [] : [api("dbPool", "db_pool", between(1, 100))]),
  ],
  unheld: { dbPool: "the vendor's own number while no program declares one" },
};

const secretOf = async ({ call }: Vendors, at: Standing): Promise<Json | undefined> =>
  asObjects(await call("supabase", "GET", path(at, "/secrets"))).find(({ name }) => name === partOf(at));

export const supabaseFunctionSecret: Table = {
  mutations: () => [
    mutation("value", {
      read: async (vendors, at) => (await secretOf(vendors, at))?.["value"], // the vendor's SHA-256 of it
      change: async ({ call }, at, _, random) => {
        const value = `drift-${random.below(1e9)}`;
        await call("supabase", "POST", path(at, "/secrets"), [{ name: partOf(at), value }]);
      },
    }),
  ],
  seenBy: { value: "digest: Supabase tells its SHA-256" },
};

const edgeFunction = settingsOf({
  read: async ({ call }, at) => asObject(await call("supabase", "GET", path(at, `/functions/${partOf(at)}`))),
  write: ({ call }, at, changes) => call("supabase", "PATCH", path(at, `/functions/${partOf(at)}`), changes),
});

/** A deployment of other sources. What they consist of is written only: the bundle's checksum tells that it is another one. */
const redeployed = (input: string, extra: { metadata?: Json; file?: string }): Mutation =>
  mutation(
    input,
    {
      read: edgeFunction(input, "ezbr_sha256", flip).read,
      change: async ({ call }, at, _, random) => {
        const live = asObject(await call("supabase", "GET", path(at, `/functions/${partOf(at)}`)));
        const { name, verify_jwt, entrypoint_path } = live;
        const form = new FormData();
        form.set("metadata", JSON.stringify({ name, verify_jwt, entrypoint_path, ...extra.metadata }));
        const code = `Deno.serve(() => new Response("drift ${random.below(1e9)}"));\n`;
        form.append("file", new Blob([code]), String(entrypoint_path));
        if (extra.file !== undefined) form.append("file", new Blob(["{}"]), extra.file);
        await call("supabase", "POST", path(at, `/functions/deploy?slug=${partOf(at)}`), form);
      },
    },
    { names: ["sourceHash"] },
  );

export const supabaseFunction: Table = {
  mutations: () => [
    edgeFunction("name", "name", word()),
    edgeFunction("verifyJwt", "verify_jwt", flip),
    redeployed("entrypoint", {}),
    redeployed("importMap", { metadata: { import_map_path: "functions/drift.json" }, file: "functions/drift.json" }),
    redeployed("staticFiles", { metadata: { static_patterns: ["functions/drift.txt"] }, file: "functions/drift.txt" }),
  ],
  seenBy: {
    entrypoint: "digest: the bundle's checksum, named as sourceHash",
    importMap: "digest: the bundle's checksum, named as sourceHash",
    staticFiles: "digest: the bundle's checksum, named as sourceHash",
  },
  fixed: {
    directory: "where our paths start: nothing of the vendor's",
    verifyJwtReason: "a sentence for reviews: nothing of the vendor's",
  },
};

export const supabaseMigrations: Table = {
  mutations: () => [],
  seenBy: { databasePassword: "nothing at the API; the next connection with it fails" },
  fixed: {
    directory: "where the files are: nothing of the vendor's",
    exposedSchemas: "what the lint looks at: nothing of the vendor's; the schema itself is held against its snapshot",
  },
};
