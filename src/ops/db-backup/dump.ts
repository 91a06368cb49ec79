import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { connection } from "../../../database/connect.ts";
import { managedSchemas } from "../../../database/managed.ts";
import type { PostgresTools } from "../../../toolchain/postgres.ts";
import { PlatformError } from "../../errors.ts";
import type { ToolSession } from "../postgres-session.ts";

type Session = Awaited<ReturnType<typeof connection>>;

/** Schemas of Supabase's whose rows are the platform's own: accounts, and what is known of stored files. */
const withOurRows = ["auth", "storage"];
/** Ours, and needed: without them a restored database would not know its migrations. */
const history = ["supabase_migrations", "groundplan"];

/** Schemas that a project brings along itself: what stands in them is made by Supabase, or told nobody. */
const leftOut = managedSchemas.filter((name) => ![...withOurRows, ...history].includes(name));

/** Writes the dump to `file`, as of the snapshot that another session holds. */
export async function dump(tools: PostgresTools, session: ToolSession, snapshot: string, file: string): Promise<void> {
  const args = [
    ...["--format=custom", "--no-password", `--snapshot=${snapshot}`, "--lock-wait-timeout=60000", `--file=${file}`],
    ...leftOut.map((name) => `--exclude-schema=${name}`),
  ];
  await runTool(tools.pgDump, args, session);
}

/** @throws PlatformError with the program's own words */
async function runTool(program: string, args: readonly string[], session: ToolSession): Promise<void> {
  const child = spawn(program, args, { env: session.environment, stdio: ["ignore", "ignore", "pipe"] });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  const [code] = await once(child, "close");
  if (code === 0) return;
  throw new PlatformError({
    code: "backup/failed",
    where: program,
    problem: `ended with ${code}: ${said.slice(-4).join(" ") || "it said nothing"}`,
    fix: "read its words above; nothing was left behind, so the same command can run again",
  });
}

/** Rows of every table that is dumped, counted in the session's own snapshot. */
export async function countRows(session: Session): Promise<Record<string, number>> {
  const { rows: tables } = await session.query<{ name: string; quoted: string }>(
    `select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as quoted
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> all ($1)
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      order by 1`,
    [leftOut],
  );
  const counts: Record<string, number> = {};
  for (const { name, quoted } of tables) {
    const { rows } = await session.query<{ count: string }>(`select count(*) as count from ${quoted}`);
    counts[name] = Number(rows[0]?.count);
  }
  return counts;
}
