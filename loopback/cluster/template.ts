import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AsAdmin } from "./cluster.ts";

/** The database that every project's database is a copy of. */
export const templateName = "supabase_template";

const folder = join(import.meta.dirname, "sql");

/**
 * Brings the cluster's roles and the template up to the SQL of this version. A template that was made from the same SQL
 * (its comment holds the hash) is kept; a changed one is made anew, and databases that were copied before stay as they are.
 */
export async function prepareTemplate(asAdmin: AsAdmin): Promise<void> {
  const read = (name: string) => readFile(join(folder, name), "utf8");
  const [roles, ...parts] = await Promise.all(
    ["roles.sql", "schemas.sql", "auth.sql", "storage.sql", "realtime.sql", "guard.sql"].map(read),
  );
  const hash = createHash("sha256")
    .update([roles, ...parts].join("\n"))
    .digest("hex");

  const present = await asAdmin("postgres", async (admin) => {
    const found = await admin.query<{ made_from: string | null }>(
      "select shobj_description(oid, 'pg_database') made_from from pg_database where datname = $1 and datistemplate",
      [templateName],
    );
    if (found.rows[0]?.made_from === hash) return true;
    await admin.query(roles ?? "");
    // Not yet a template (an interrupted attempt) or an outdated one: both can only be dropped when not marked.
    await admin.query("update pg_database set datistemplate = false where datname = $1", [templateName]);
    await admin.query(`drop database if exists ${templateName} with (force)`);
    await admin.query(`create database ${templateName} template template0 owner postgres`);
    return false;
  });
  if (present) return;

  await asAdmin(templateName, async (admin) => {
    for (const part of parts) await admin.query(part);
  });
  await asAdmin("postgres", async (admin) => {
    await admin.query(`comment on database ${templateName} is '${hash}'`);
    await admin.query(`alter database ${templateName} with is_template true allow_connections false`);
  });
}
