import { mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { connection } from "../../../database/connect.ts";
import { readHistory } from "../../../database/history.ts";
import { postgresTools } from "../../../toolchain/postgres.ts";
import type { CommandContext, Handler } from "../command.ts";
import { type Manifest, manifestOf, sha256Of } from "../db-manifest.ts";
import { tellGitHub } from "../github-output.ts";
import { withToolSession } from "../postgres-session.ts";
import { type ReachedDatabase, reachDatabase } from "../reach-database.ts";
import { withoutLeaving } from "../scratch-folder.ts";
import { countRows, dump } from "./dump.ts";

/** What is in no dump of a Supabase project. */
const without = [
  "the bytes of stored files (Storage keeps them outside the database)",
  "scheduled jobs (cron.job) and secrets of the vault",
  "roles and their passwords, and the project's settings",
];

/** One file with schema and data as of one moment, and a manifest by which a restore knows that it is whole. */
export const handle: Handler = async (context) => {
  const database = await reachDatabase(context);
  const tools = await postgresTools(context);
  const { spec, loopback } = database.reached;
  const folder = resolve(context.project, String(context.flags["out"]));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const takenAt = context.now().toISOString();
  const file = join(folder, `${spec.name}-${spec.stack}-${takenAt.replaceAll(/[:.]/g, "-")}.dump`);
  context.progress(`Dumping the database of ${spec.stack} with pg_dump ${tools.version}`);

  const facts = await written(file, database, context, tools);
  const manifest: Manifest = {
    ...{ format: 1, platform: spec.name, stack: spec.stack, ref: database.ref, file: basename(file) },
    ...{ bytes: statSync(file).size, sha256: await sha256Of(file), takenAt },
    ...{
      server: facts.server,
      tool: `pg_dump ${tools.version}`,
      migrations: facts.migrations,
      rows: facts.rows,
      without,
    },
  };
  writeFileSync(manifestOf(file), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 });
  tellGitHub(context, { file });
  const tables = Object.values(facts.rows);
  const rows = tables.reduce((sum, count) => sum + count, 0);
  const text = [
    `${file}: ${manifest.bytes} bytes, ${rows} rows in ${tables.length} tables, ${facts.migrations.length} migrations.`,
    `sha256 ${manifest.sha256}`,
    `Not in it: ${without.join("; ")}.`,
    ...(loopback === undefined ? [] : ["On loopback this shows nothing of Supabase's own daily backups."]),
  ].join("\n");
  return { code: 0, json: { ...manifest, file }, text };
};

type Tools = Awaited<ReturnType<typeof postgresTools>>;

/** Dumps and counts in one snapshot; a file that is not whole never gets the name. */
async function written(file: string, { options }: ReachedDatabase, { installation }: CommandContext, tools: Tools) {
  const session = await connection(options);
  const draft = `${file}.partial`;
  return withoutLeaving([draft], async () => {
    await session.query("begin isolation level repeatable read read only");
    const { rows } = await session.query<{ snapshot: string; server: string }>(
      "select pg_export_snapshot() as snapshot, current_setting('server_version') as server",
    );
    const { snapshot, server } = rows[0] ?? { snapshot: "", server: "" };
    const certificates = join(installation, "database", "supabase-ca.pem");
    writeFileSync(draft, "", { mode: 0o600 });
    const [migrations, counts] = [await readHistory(session), await countRows(session)];
    await withToolSession(options, certificates, (tool) => dump(tools, tool, snapshot, draft));
    renameSync(draft, file);
    return { server, migrations: migrations.map(({ version }) => version), rows: counts };
  }).finally(() => session.end());
}
