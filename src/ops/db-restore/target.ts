import type { connection } from "../../../database/connect.ts";
import { managedSchemas } from "../../../database/managed.ts";
import { historySchemas, type Target } from "./contents.ts";

type Session = Awaited<ReturnType<typeof connection>>;

/** The database that is restored into, as it is now. */
export interface LiveTarget extends Target {
  /** The platform's own tables with their rows, by `schema.table`. */
  readonly rows: Readonly<Record<string, number>>;
  /** Policies that are in no dump and hang on what is replaced. */
  readonly lost: readonly string[];
}

const foreign = managedSchemas.filter((name) => !historySchemas.includes(name));

export async function readTarget(session: Session): Promise<LiveTarget> {
  const { rows: roles } = await session.query<{ role: string }>("select current_user as role");
  const { rows: triggers } = await session.query<{ name: string }>(
    `select n.nspname || ' ' || c.relname || ' ' || t.tgname as name
       from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_proc p on p.oid = t.tgfoid join pg_namespace f on f.oid = p.pronamespace
      where not t.tgisinternal and n.nspname = any ($1) and (f.nspname = any ($1) or f.nspname = 'pg_catalog')`,
    [foreign],
  );
  const { rows: policies } = await session.query<{ name: string }>(
    `select schemaname || '.' || tablename || ' "' || policyname || '"' as name from pg_policies
      where schemaname = any ($1) and schemaname not in ('auth', 'storage')`,
    [foreign],
  );
  return {
    role: roles[0]?.role ?? "",
    managedTriggers: triggers.map(({ name }) => name),
    rows: await rowsOf(session),
    lost: policies.map(({ name }) => name),
  };
}

/** Rows of every table of the platform's own schemas, and of the accounts. */
export async function rowsOf(session: Session): Promise<Record<string, number>> {
  const { rows: tables } = await session.query<{ name: string; quoted: string }>(
    `select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as quoted
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and (n.nspname <> all ($1) or format('%I.%I', n.nspname, c.relname) in ('auth.users', 'auth.identities'))
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      order by 1`,
    [foreign],
  );
  const counts: Record<string, number> = {};
  for (const { name, quoted } of tables) {
    const { rows } = await session.query<{ count: string }>(`select count(*) as count from ${quoted}`);
    counts[name] = Number(rows[0]?.count);
  }
  return counts;
}

/**
 * SQL that empties what a restore fills: the platform's own schemas, in `public` its objects (the schema itself has
 * grants of Supabase's), policies on Supabase's tables, and the default privileges of our role, which would otherwise
 * give new tables more than they had. Extensions stay.
 */
export function clearing(withAccounts: boolean): string {
  const managed = foreign.map((name) => `'${name}'`).join(", ");
  return `
set local lock_timeout = '30s';
set local statement_timeout = 0;
do $clear$
declare one record;
begin
  for one in
    select format('drop policy %I on %I.%I', policyname, schemaname, tablename) as act
      from pg_policies where schemaname in ('auth', 'storage')
    union all
    select format('drop schema %I cascade', nspname) from pg_namespace n
     where nspname !~ '^pg_' and nspname not in ('information_schema', 'public', ${managed})
       and not exists (select from pg_depend d where d.objid = n.oid and d.classid = 'pg_namespace'::regclass and d.deptype = 'e')
  loop execute one.act; end loop;

  for one in
    select format('alter default privileges in schema public revoke %s on %s from %s', a.privilege_type,
             case defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' else 'types' end,
             case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end) as act
      from pg_default_acl, aclexplode(defaclacl) a
     where defaclrole = current_user::regrole and defaclnamespace = 'public'::regnamespace
       and a.grantee <> defaclrole
  loop execute one.act; end loop;

  for one in
    select format('drop %s if exists public.%I cascade',
             case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
                          when 'f' then 'foreign table' else 'table' end, relname) as act
      from pg_class c
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
       and not exists (select from pg_depend d
                        where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('e', 'i'))
    union all
    select format('drop routine if exists public.%I(%s) cascade', proname, pg_get_function_identity_arguments(p.oid))
      from pg_proc p
     where pronamespace = 'public'::regnamespace
       and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
    union all
    select format('drop %s if exists public.%I cascade', case typtype when 'd' then 'domain' else 'type' end, typname)
      from pg_type t
     where typnamespace = 'public'::regnamespace
       and (typtype in ('e', 'd', 'r') or (typtype = 'c' and (select relkind from pg_class where oid = typrelid) = 'c'))
       and not exists (select from pg_depend d where d.objid = t.oid and d.classid = 'pg_type'::regclass and d.deptype = 'e')
  loop execute one.act; end loop;
end $clear$;
${withAccounts ? "delete from auth.users;" : ""}
`;
}
