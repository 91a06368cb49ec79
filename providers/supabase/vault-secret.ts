import { createHash } from "node:crypto";
import { resource } from "@groundplan/kit/resource.ts";
import { z } from "zod";
import type { Supabase } from "./client.ts";
import { readProject } from "./project-facts.ts";
import { projectRef } from "./settings.ts";
import { type DatabasePlace, databasePassword, inDatabase, inTransaction, splitName, vanished } from "./sql.ts";

const Inputs = z.object({
  projectRef,
  databasePassword,
  name: z.string().min(1).describe("Its name, by which functions find it in `vault.decrypted_secrets`."),
  description: z.string().default("").describe("What it is for."),
  value: z.string().min(1).describe("The secret. Its digest in the database shows whether it is still this one."),
});

const Outputs = z.object({
  secretId: z.string().optional().describe("Its UUID in `vault.secrets`."),
});

export const VaultSecret = resource<Supabase>()({
  token: "supabase:index/vaultSecret:VaultSecret",
  description:
    "A secret in the vault of a project's database, for functions that run there. It goes to the database as the parameter of a statement, so it stands in no log and in no call of the Management API. An import cannot look inside.",
  calls: ["GET /v1/projects/{ref}", "GET /v1/projects/{ref}/config/database/pooler"],
  inputs: Inputs,
  outputs: Outputs,
  replaceOn: ["projectRef", "name"],
  secrets: ["databasePassword", "value"],
  writeOnly: ["databasePassword", "description", "value"],
  changing: ["secretId"],
  importId: "<project ref>/<name>",
  parseId: splitName,

  async find({ client }, inputs) {
    return (await look(client, inputs, inputs.name)) && `${inputs.projectRef}/${inputs.name}`;
  },

  async create({ client }, { name, description, value, ...place }) {
    const secretId = await inDatabase(client, place, `Creating vault secret ${name}`, async (session) => {
      const { rows } = await session.query<{ id: string }>("select vault.create_secret($1, $2, $3) as id", [
        value,
        name,
        description,
      ]);
      return rows[0]?.id;
    });
    return { id: `${place.projectRef}/${name}`, outputs: { secretId } };
  },

  async read({ client }, id, known) {
    const at = splitName(id);
    if (at === undefined) return undefined;
    if (known.databasePassword === undefined) {
      return (await readProject(client, at.projectRef)) && { inputs: at, outputs: {} };
    }
    const live = await look(client, { ...at, databasePassword: known.databasePassword }, at.name);
    if (live === undefined) return undefined;
    const same = known.value === undefined || digest(known.value) === live.digest;
    return {
      inputs: { ...at, description: live.description },
      outputs: { secretId: live.id },
      changed: [
        ...(same ? [] : (["value"] as const)),
        ...(live.description === known.description ? [] : (["description"] as const)),
      ],
    };
  },

  async update({ client }, _id, { name, description, value, ...place }) {
    const what = `Updating vault secret ${name}`;
    const secretId = await inDatabase(client, place, what, async (session) => {
      const { rows } = await session.query<{ id: string }>(
        "select id, vault.update_secret(id, $2, $1, $3) from vault.secrets where name = $1",
        [name, value, description],
      );
      if (rows[0] === undefined) throw vanished(what);
      return rows[0].id;
    });
    return { secretId };
  },

  async delete({ client }, id, { databasePassword }) {
    const at = splitName(id);
    if (at === undefined || databasePassword === undefined) return;
    await inTransaction(client, { ...at, databasePassword }, `Deleting vault secret ${at.name}`, (session) =>
      session.query("delete from vault.secrets where name = $1", [at.name]),
    );
  },
});

/** The secret's facts; its value stays in the database. */
async function look(client: Supabase, place: DatabasePlace, name: string) {
  const looked = await inTransaction(client, place, `Reading vault secret ${name}`, async (session) => {
    const found = await session.query<{ id: string; description: string | null; digest: string }>(
      `select id, description, encode(sha256(convert_to(decrypted_secret, 'UTF8')), 'hex') as digest
         from vault.decrypted_secrets where name = $1`,
      [name],
    );
    return found.rows;
  });
  const row = looked?.value[0];
  return row && { ...row, description: row.description ?? "" };
}

const digest = (value: string): string => createHash("sha256").update(value, "utf8").digest("hex");
