import pg, { type ClientBase } from "pg";
import { managedSchemas } from "./managed.ts";

interface Column {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** Its number in the table: it stays when the column is renamed, and is never given again. */
  readonly number: number;
  readonly type: string;
}

/**
 * The statements that give tables and columns of `from` the names that they have in `to`: whatever hangs on them and
 * their rows come along, where dropping and creating would lose them. Reads only.
 *
 * Taken for renamed is a table of which `to` has nothing and instead one unknown table with exactly its columns; and in
 * the same table a column whose number has another name and the same type.
 */
export async function findRenames(from: ClientBase, to: ClientBase): Promise<string[]> {
  const [was, is] = [await columnsOf(from), await columnsOf(to)];
  const [before, after] = [byTable(was), byTable(is)];
  const gone = [...before].filter(([table]) => !after.has(table));
  const come = [...after].filter(([table]) => !before.has(table));
  const tables = gone.flatMap(([, old]) => {
    const same = (columns: readonly Column[]) => shape(columns) === shape(old);
    const [fits, ...others] = come.filter(([, columns]) => same(columns));
    const alone = others.length === 0 && gone.filter(([, columns]) => same(columns)).length === 1;
    return fits && alone ? { old, now: fits[1] } : [];
  });
  const stayed = [...before].flatMap(([table, old]) => ({ old, now: after.get(table) ?? [] }));
  return [...tables.flatMap(tableRename), ...stayed.flatMap(({ old, now }) => columnRenames(old, now))];
}

function tableRename({ old: [old], now: [now] }: { old: readonly Column[]; now: readonly Column[] }): string[] {
  return old && now ? [`ALTER TABLE ${quoted(old.schema, old.table)} RENAME TO ${quoted(now.table)}`] : [];
}

function columnRenames(old: readonly Column[], now: readonly Column[]): string[] {
  const [before, after] = [new Set(old.map(({ name }) => name)), new Set(now.map(({ name }) => name))];
  return old.flatMap(({ schema, table, name, number, type }) => {
    const same = now.find((one) => one.number === number);
    if (same === undefined || same.type !== type || after.has(name) || before.has(same.name)) return [];
    return `ALTER TABLE ${quoted(schema, table)} RENAME COLUMN ${quoted(name)} TO ${quoted(same.name)}`;
  });
}

const shape = (columns: readonly Column[]): string =>
  JSON.stringify([columns[0]?.schema, ...columns.map(({ name, type }) => `${name} ${type}`).sort()]);

function byTable(columns: readonly Column[]): Map<string, Column[]> {
  return Map.groupBy(columns, ({ schema, table }) => `${quoted(schema, table)}`);
}

/** Columns of ordinary tables that migrations make. */
async function columnsOf(session: ClientBase): Promise<Column[]> {
  const { rows } = await session.query<Column>(
    `select n.nspname as schema, c.relname as table, a.attname as name, a.attnum as number,
            format_type(a.atttypid, a.atttypmod) as type
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p') and not c.relispartition
        and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> all ($1)
        and not exists (select from pg_depend d
          where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0 and d.deptype = 'e')
      order by 1, 2, a.attnum`,
    [managedSchemas],
  );
  return rows;
}

const quoted = (...names: readonly string[]): string => names.map(pg.escapeIdentifier).join(".");
