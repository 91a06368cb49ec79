import { managedSchemas } from "../../../database/managed.ts";

/** One thing in a dump, as `pg_restore --list` tells it. */
export interface Entry {
  /** The whole line, which is how a list names it. */
  readonly line: string;
  /** e.g. `TABLE DATA`. */
  readonly kind: string;
  /** `-` for what stands in none. */
  readonly schema: string;
  /** e.g. `notes`, `users create_profile` for a trigger, `SCHEMA public` for a schema's grants. */
  readonly name: string;
  readonly owner: string;
}

/** Facts about the database that is restored into. */
export interface Target {
  /** The role that we are. */
  readonly role: string;
  /** `<schema> <table> <trigger>`: Supabase's own triggers on its own tables, which are there already. */
  readonly managedTriggers: readonly string[];
}

/** Kinds of more than one word; any other kind is one word. */
const longKinds = [
  ...["TABLE DATA", "TABLE ATTACH", "INDEX ATTACH", "SEQUENCE SET", "SEQUENCE OWNED BY", "FK CONSTRAINT"],
  ...["CHECK CONSTRAINT", "ROW SECURITY", "DEFAULT ACL", "EVENT TRIGGER", "PUBLICATION TABLES IN SCHEMA"],
  ...["PUBLICATION TABLE", "MATERIALIZED VIEW DATA", "MATERIALIZED VIEW", "FOREIGN TABLE", "FOREIGN SERVER"],
  ...["FOREIGN DATA WRAPPER", "USER MAPPING", "OPERATOR CLASS", "OPERATOR FAMILY", "TEXT SEARCH CONFIGURATION"],
  ...["TEXT SEARCH DICTIONARY", "TEXT SEARCH PARSER", "TEXT SEARCH TEMPLATE", "STATISTICS DATA"],
];

/** What a project brings along, or what belongs to the cluster. */
const notOurs = ["EXTENSION", "EVENT TRIGGER", "PUBLICATION", "SUBSCRIPTION", "DATABASE", "STATISTICS DATA"];

/** Ours although no migration makes them: the history of the migrations. */
export const historySchemas = ["supabase_migrations", "groundplan"];

/** Accounts, in the order in which they refer to each other. */
const accountTables = ["users", "identities", "mfa_factors"];

export function parseContents(list: string): Entry[] {
  return list.split("\n").flatMap((line) => {
    const [, rest = ""] = /^\d+; \d+ \d+ (.+)$/.exec(line) ?? [];
    const kind = longKinds.find((one) => rest.startsWith(`${one} `)) ?? rest.split(" ", 1)[0] ?? "";
    const [schema, ...words] = rest.slice(kind.length + 1).split(" ");
    const owner = words.pop();
    return schema === undefined || owner === undefined ? [] : [{ line, kind, schema, name: words.join(" "), owner }];
  });
}

/**
 * What of a dump is put into a project that stands: everything of the platform's own schemas; of Supabase's only what
 * people made on its tables (triggers, policies), and the accounts where that is wanted, which come first because
 * everything else may refer to them.
 */
export function restorable(entries: readonly Entry[], target: Target, withAccounts: boolean): Entry[] {
  const accounts = withAccounts ? accountTables.flatMap((table) => entries.filter(isRowsOf("auth", table))) : [];
  return [...accounts, ...entries.filter((entry) => isOurs(entry, target))];
}

const isRowsOf =
  (schema: string, table: string) =>
  (entry: Entry): boolean =>
    entry.kind === "TABLE DATA" && entry.schema === schema && entry.name === table;

function isOurs({ kind, schema, name, owner }: Entry, { role, managedTriggers }: Target): boolean {
  if (notOurs.includes(kind)) return false;
  // Grants and comments of what stands in no schema are named after it.
  const about = kind === "SCHEMA" ? name : /^SCHEMA (.+)$/.exec(name)?.[1];
  if (about !== undefined && schema === "-") return about !== "public" && !isManaged(about);
  if (schema === "-") return kind !== "ACL" && !name.startsWith("EXTENSION ") && !name.startsWith("EVENT TRIGGER ");
  if (kind === "DEFAULT ACL") return !isManaged(schema) && owner === role;
  if (!isManaged(schema)) return true;
  return kind === "POLICY" || (kind === "TRIGGER" && !managedTriggers.includes(`${schema} ${name}`));
}

const isManaged = (schema: string): boolean => managedSchemas.includes(schema) && !historySchemas.includes(schema);
