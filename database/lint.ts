import type { Node, RangeVar } from "libpg-query";
import { PlatformError, PlatformErrors } from "../src/errors.ts";
import type { Migration } from "./migrations.ts";
import { lineAt, splitStatements } from "./statements.ts";

interface Table {
  rowLevelSecurity: boolean;
}

/**
 * Tables that stand in an exposed schema after all migrations, with row level security off: `["public.notes"]`, sorted.
 * Reads SQL only and needs no database; so what a `do` block or a function creates or enables by dynamic SQL is not seen.
 * @throws PlatformErrors when a file does not parse.
 */
export async function tablesWithoutRls(
  migrations: readonly Pick<Migration, "file" | "sql">[],
  exposedSchemas: readonly string[],
): Promise<string[]> {
  const tables = new Map<string, Table>();
  const problems: PlatformError[] = [];
  for (const { file, sql } of migrations) {
    const statements = await splitStatements(sql);
    if ("message" in statements) {
      problems.push(unparsable(file, lineAt(sql, statements.position), statements.message));
      continue;
    }
    // `set search_path` counts to the end of its file; the next one starts as every session does.
    const session = { schema: "public" };
    for (const { node } of statements) follow(node, tables, session);
  }
  if (problems.length > 0) throw new PlatformErrors("Some migrations are no SQL that Postgres understands:", problems);
  return [...tables]
    .filter(([name, { rowLevelSecurity }]) => !rowLevelSecurity && exposedSchemas.includes(schemaOf(name)))
    .map(([name]) => name)
    .sort();
}

/** What one statement does to the tables. */
function follow(node: Node, tables: Map<string, Table>, session: { schema: string }): void {
  const nameOf = ({ schemaname, relname }: RangeVar) => `${schemaname ?? session.schema}.${relname ?? ""}`;
  const create = (relation: RangeVar | undefined) => {
    if (!relation || relation.relpersistence === "t") return;
    if (!tables.has(nameOf(relation))) tables.set(nameOf(relation), { rowLevelSecurity: false });
  };
  const move = (from: string, to: string) => {
    const table = tables.get(from);
    if (table) tables.delete(from) && tables.set(to, table);
  };

  if ("CreateStmt" in node) create(node.CreateStmt.relation);
  else if ("CreateTableAsStmt" in node) {
    if (node.CreateTableAsStmt.objtype === "OBJECT_TABLE") create(node.CreateTableAsStmt.into?.rel);
  } else if ("SelectStmt" in node) create(node.SelectStmt.intoClause?.rel);
  else if ("CreateSchemaStmt" in node) {
    const inner = { schema: node.CreateSchemaStmt.schemaname ?? session.schema };
    for (const element of node.CreateSchemaStmt.schemaElts ?? []) follow(element, tables, inner);
  } else if ("AlterTableStmt" in node) {
    const table = node.AlterTableStmt.relation && tables.get(nameOf(node.AlterTableStmt.relation));
    for (const command of node.AlterTableStmt.cmds ?? []) {
      const kind = "AlterTableCmd" in command ? command.AlterTableCmd.subtype : undefined;
      if (table && kind === "AT_EnableRowSecurity") table.rowLevelSecurity = true;
      if (table && kind === "AT_DisableRowSecurity") table.rowLevelSecurity = false;
    }
  } else if ("RenameStmt" in node) {
    const { renameType, relation, subname, newname = "" } = node.RenameStmt;
    if (renameType === "OBJECT_TABLE" && relation) {
      move(nameOf(relation), `${schemaOf(nameOf(relation))}.${newname}`);
    } else if (renameType === "OBJECT_SCHEMA") {
      for (const name of [...tables.keys()].filter((name) => schemaOf(name) === subname))
        move(name, `${newname}.${tableOf(name)}`);
    }
  } else if ("AlterObjectSchemaStmt" in node) {
    const { objectType, relation, newschema = "" } = node.AlterObjectSchemaStmt;
    if (objectType === "OBJECT_TABLE" && relation) move(nameOf(relation), `${newschema}.${relation.relname ?? ""}`);
  } else if ("DropStmt" in node) {
    for (const object of node.DropStmt.objects ?? []) {
      const path = words(object);
      if (node.DropStmt.removeType === "OBJECT_TABLE") tables.delete([session.schema, ...path].slice(-2).join("."));
      if (node.DropStmt.removeType !== "OBJECT_SCHEMA") continue;
      for (const name of [...tables.keys()].filter((name) => schemaOf(name) === path[0])) tables.delete(name);
    }
  } else if ("VariableSetStmt" in node && node.VariableSetStmt.name === "search_path") {
    const [first] = node.VariableSetStmt.args ?? [];
    const value = first && "A_Const" in first ? first.A_Const.sval?.sval : undefined;
    session.schema = value && value !== "$user" ? value : "public";
  }
}

/** `a.b` of a list of names, or one name. */
function words(object: Node): string[] {
  if ("String" in object) return [object.String.sval ?? ""];
  return "List" in object ? (object.List.items ?? []).flatMap(words) : [];
}

/** Names are `schema.table`; neither part is quoted, and Supabase exposes no schema with a dot in its name. */
function schemaOf(name: string): string {
  return name.slice(0, name.indexOf("."));
}

function tableOf(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}

function unparsable(file: string, line: number, message: string): PlatformError {
  return new PlatformError({
    code: "migration/syntax",
    where: `${file}:${line}`,
    problem: `Postgres' parser says: ${message}.`,
    fix: "correct the SQL there",
  });
}
