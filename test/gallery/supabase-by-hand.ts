import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { Stranger, VendorByHand } from "./gallery.ts";
import { authByHand } from "./supabase-auth-by-hand.ts";
import { extrasByHand } from "./supabase-extras-by-hand.ts";
import { settingsByHand } from "./supabase-settings-by-hand.ts";

const organization = "gallery-supabase";
const here = join(import.meta.dirname, "supabase");

/** What the Supabase exhibits declare in their first turn, made with the Management API alone. */
export const supabaseByHand: VendorByHand = {
  vendor: "supabase",
  accounts: { organizations: [{ slug: organization, name: "Gallery" }] },

  async make(stranger) {
    const small = await project(stranger, {
      name: "gallery-small",
      db_pass: stranger.secret("supabase-database-small"),
      region: "us-east-1",
      desired_instance_size: "small",
    });
    const ref = await project(stranger, {
      name: "gallery",
      db_pass: stranger.secret("supabase-database"),
      region: "eu-central-1",
      desired_instance_size: "small",
    });
    const hand: Hand = { ...stranger, ref, smallRef: small, at: `/v1/projects/${ref}` };
    await hand.call("PUT", `${hand.at}/api-keys/legacy?enabled=false`);
    await functions(hand);
    const settings = await settingsByHand(hand);
    await migrations(hand);
    await databaseObjects(hand);
    const auth = await authByHand(hand);
    return {
      supabaseProjectSmall: small,
      supabaseProject: ref,
      supabaseEdgeFunction: `${ref}/hello`,
      supabaseEdgeFunctionRenamed: `${ref}/greet`,
      supabaseFunctionSecret: `${ref}/GALLERY_KEY`,
      supabaseMigrations: ref,
      supabaseStorageBucket: `${ref}/paintings`,
      supabaseVaultSecret: `${ref}/gallery_webhook`,
      ...auth,
      ...settings,
      ...(await extrasByHand(hand)),
    };
  },
};

/** Calls in the rich project. */
export interface Hand extends Stranger {
  readonly ref: string;
  /** The other project's. */
  readonly smallRef: string;
  /** `/v1/projects/<ref>` */
  readonly at: string;
}

/** Makes a project and waits for it; its ref. */
async function project({ call }: Stranger, wish: object): Promise<string> {
  const { ref } = await call("POST", "/v1/projects", { organization_slug: organization, ...wish });
  while ((await call("GET", `/v1/projects/${ref}`)).status !== "ACTIVE_HEALTHY");
  return ref;
}

async function functions({ call, at, secret }: Hand): Promise<void> {
  const body = (path: string) => readFile(join(here, "functions", path), "utf8");
  const deploy = (wish: object) => call("POST", `${at}/functions`, wish);
  await deploy({ slug: "hello", name: "Hello", body: await body("hello/index.js"), verify_jwt: false });
  await deploy({ slug: "greet", name: "Greet", body: await body("greet/index.js"), verify_jwt: true });
  await call("POST", `${at}/secrets`, [{ name: "GALLERY_KEY", value: secret("supabase-function-secret") }]);
}

/** As the Supabase CLI records them. */
async function migrations({ call, at }: Hand): Promise<void> {
  const run = (query: string) => call("POST", `${at}/database/query`, { query });
  await run(
    "create schema supabase_migrations; create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text)",
  );
  const folder = join(here, "migrations/first");
  for (const file of (await readdir(folder)).sort()) {
    const [, version, name] = /^(\d+)_(.*)\.sql$/.exec(file) ?? [];
    const text = await readFile(join(folder, file), "utf8");
    await run(text);
    await run(
      `insert into supabase_migrations.schema_migrations values ('${version}', array[$body$${text}$body$], '${name}')`,
    );
  }
}

/** The bucket in the SQL editor, the vault's secret with psql: its value is for no log. */
async function databaseObjects({ call, at, secret }: Hand): Promise<void> {
  await call("POST", `${at}/database/query`, {
    query:
      "insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values ('paintings', 'paintings', true, 1048576, array['image/png', 'image/jpeg'])",
  });
  const [{ db_host: host, db_port: port, db_user: user, db_name: database }] = await call(
    "GET",
    `${at}/config/database/pooler`,
  );
  const session = new pg.Client({ host, port, user, database, password: secret("supabase-database") });
  await session.connect();
  await session.query("select vault.create_secret($1, $2, $3)", [
    secret("supabase-vault"),
    "gallery_webhook",
    "Signs what we send.",
  ]);
  await session.end();
}
