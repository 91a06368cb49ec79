import { join, resolve } from "node:path";
import { connection } from "../../../database/connect.ts";
import { whileLocked } from "../../../database/lock.ts";
import { liveDrift } from "../../../providers/supabase/migrations-drift.ts";
import { postgresTools } from "../../../toolchain/postgres.ts";
import { PlatformError } from "../../errors.ts";
import type { CommandContext, Handler } from "../command.ts";
import { readDump } from "../db-manifest.ts";
import { withToolSession } from "../postgres-session.ts";
import { reachDatabase } from "../reach-database.ts";
import { restorable } from "./contents.ts";
import { planned, planOf } from "./plan.ts";
import { contentsOf, restore } from "./restore.ts";
import { clearing, readTarget, rowsOf } from "./target.ts";

/** Puts a dump back into a project that stands: first what would happen, then, if it is said so, in one transaction. */
export const handle: Handler = async (context) => {
  const file = fileOf(context);
  const withAccounts = context.flags["withAccounts"] === true;
  const manifest = await readDump(file);
  const { reached, options, migrations } = await reachDatabase(context);
  const { spec } = reached;
  const session = await connection(options);
  try {
    const target = await readTarget(session);
    const plan = planOf(manifest, spec, migrations, target, withAccounts);
    const json = { stack: spec.stack, file, takenAt: manifest.takenAt, ...plan };
    const guarded = spec.environment.protectsData;
    if (context.flags["apply"] !== true) {
      const accept = guarded ? " --i-accept-data-loss" : "";
      const next = `Nothing was changed. To restore it: the same command with --apply${accept}`;
      return { code: 0, json: { ...json, restored: false }, text: `${planned(plan, manifest)}\n${next}` };
    }
    if (guarded && context.flags["iAcceptDataLoss"] !== true) throw protectedData(spec.stack);

    const tools = await postgresTools(context);
    const entries = restorable(await contentsOf(tools, file), target, withAccounts);
    context.progress(`Restoring ${manifest.file} into ${spec.stack}: ${entries.length} things, in one transaction`);
    const certificates = join(context.installation, "database", "supabase-ca.pem");
    // Nobody migrates, adopts or reverts meanwhile.
    await whileLocked(session, 30_000, () =>
      withToolSession(options, certificates, (tool) =>
        restore(tools, tool, { file, entries, clear: clearing(withAccounts) }),
      ),
    );
    const rows = await rowsOf(session);
    const wrong = plan.tables.filter(({ table, after }) => rows[table] !== after).map(({ table }) => table);
    const drift = (await liveDrift(session)).map(({ kind, object, difference }) => `${kind} ${object}: ${difference}`);
    const found = [
      ...wrong.map((table) => `${table} has ${rows[table] ?? "no"} rows, the dump ${manifest.rows[table] ?? "no"}`),
      ...drift.map((one) => `differs from the snapshot in the dump: ${one}`),
    ];
    const lines = [
      `${manifest.file} is restored into ${spec.stack}: ${plan.tables.length} tables, rows counted against the manifest.`,
      ...found,
      ...(plan.pending.length === 0 ? [] : [`Next: npx groundplan db migrate --stack ${spec.stack}`]),
      ...(reached.loopback === undefined
        ? []
        : ["On loopback this shows nothing of a project's size, locks or poolers."]),
    ];
    return { code: found.length > 0 ? 2 : 0, json: { ...json, restored: true, found }, text: lines.join("\n") };
  } finally {
    await session.end();
  }
};

function fileOf({ flags, project }: CommandContext): string {
  const given = flags["from"];
  if (typeof given === "string" && given !== "") return resolve(project, given);
  throw new PlatformError({
    code: "restore/no-file",
    where: "--from",
    problem: "names no dump",
    fix: "npx groundplan db restore --from <file>.dump: what db backup wrote",
  });
}

const protectedData = (stack: string): PlatformError =>
  new PlatformError({
    code: "restore/protected",
    where: `stack ${stack}`,
    problem: "protects its data, and a restore loses everything that was written since the dump; nothing was changed",
    fix: "take a backup of now first (npx groundplan db backup), then repeat the command with --i-accept-data-loss",
  });
