-- Everything about the schema that a migration decides, one row a fact: (kind, object, definition). Runs with an empty
-- search_path, so that Postgres prints every name with its schema.
--
-- Left out: what Supabase manages (its schemas, except policies and triggers that users put on its tables), what belongs to
-- extensions, comments, storage parameters of columns, foreign servers, operators, casts, text search, and all data.
with schemas as (
  select n.oid, n.nspname, quote_ident(n.nspname) as name, n.nspowner, n.nspacl
    from pg_namespace n
   where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and n.nspname not in (
       'auth', 'storage', 'realtime', '_realtime', 'extensions', 'graphql', 'graphql_public', 'vault', 'pgsodium',
       'pgsodium_masks', 'pgbouncer', 'supabase_functions', 'supabase_migrations', '_analytics', '_supavisor', 'net', 'cron',
       'pgmq', 'pgtle', 'topology', 'tiger', 'tiger_data', 'groundplan'
     )
     and not exists (
       select from pg_depend d
        where d.classid = 'pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e'
     )
),
relations as (
  select c.*, s.name || '.' || quote_ident(c.relname) as name
    from pg_class c join schemas s on s.oid = c.relnamespace
   where not exists (
     select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0 and d.deptype = 'e'
   )
),
tables as (select * from relations where relkind in ('r', 'p', 'f')),
-- Tables of Supabase's own on which users make policies and triggers.
shared_tables as (
  select c.oid, c.relrowsecurity, c.relforcerowsecurity, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname in ('auth', 'storage', 'realtime') and c.relkind in ('r', 'p') and not c.relispartition
),
functions as (
  select p.*, s.name || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name
    from pg_proc p join schemas s on s.oid = p.pronamespace
   where not exists (
     select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
   )
),
types as (
  select t.*, s.name || '.' || quote_ident(t.typname) as name
    from pg_type t join schemas s on s.oid = t.typnamespace
   where (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and exists (select from pg_class c where c.oid = t.typrelid and c.relkind = 'c')))
     and not exists (
       select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e'
     )
),
grants as (
  select 'schema' as kind, name as object, coalesce(nspacl, acldefault('n', nspowner)) as acl from schemas
  union all
  select 'relation', name, coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))
    from relations where relkind in ('r', 'p', 'f', 'v', 'm', 'S')
  union all
  select 'column', r.name || '.' || quote_ident(a.attname), a.attacl
    from relations r join pg_attribute a on a.attrelid = r.oid where a.attacl is not null and not a.attisdropped
  union all
  select 'function', name, coalesce(proacl, acldefault('f', proowner)) from functions
  union all
  select 'type', name, coalesce(typacl, acldefault('T', typowner)) from types
),
facts (kind, object, definition) as (
  select 'schema', name, 'owner ' || nspowner::regrole from schemas

  union all
  select case relkind when 'f' then 'foreign table' else 'table' end, name, concat_ws(', ',
      case relpersistence when 'u' then 'unlogged' end,
      'owner ' || relowner::regrole,
      'options ' || array_to_string(reloptions, ' '),
      'partition by ' || pg_get_partkeydef(oid),
      (select string_agg('inherits ' || i.inhparent::regclass, ', ' order by i.inhseqno) from pg_inherits i where i.inhrelid = tables.oid),
      pg_get_expr(relpartbound, oid),
      case relreplident when 'n' then 'replica identity nothing' when 'f' then 'replica identity full' when 'i' then
        'replica identity using ' || (select x.indexrelid::regclass from pg_index x where x.indrelid = tables.oid and x.indisreplident) end)
    from tables

  union all
  select 'row level security', name,
      case when relrowsecurity then 'enabled' else 'disabled' end || case when relforcerowsecurity then ', forced' else '' end
    from tables where relkind in ('r', 'p')
  union all
  select 'row level security', name,
      case when relrowsecurity then 'enabled' else 'disabled' end || case when relforcerowsecurity then ', forced' else '' end
    from shared_tables t where exists (select from pg_policy p where p.polrelid = t.oid)

  union all
  select 'column', t.name || '.' || quote_ident(a.attname), concat_ws(' ',
      format_type(a.atttypid, a.atttypmod),
      case when a.attcollation <> ty.typcollation then 'collate ' || a.attcollation::regcollation end,
      case when a.attnotnull then 'not null' end,
      case a.attidentity when 'a' then 'generated always as identity' when 'd' then 'generated by default as identity' end,
      case a.attgenerated when 's' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
        else 'default ' || pg_get_expr(d.adbin, d.adrelid) end)
    from tables t
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    join pg_type ty on ty.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum

  union all
  select 'constraint', t.name || '.' || quote_ident(c.conname), pg_get_constraintdef(c.oid)
    from tables t join pg_constraint c on c.conrelid = t.oid
   where c.contype in ('c', 'f', 'p', 'u', 'x')

  union all
  select 'index', t.name || '.' || quote_ident(i.relname),
      pg_get_indexdef(x.indexrelid) || case when x.indisvalid then '' else ' (invalid)' end
    from relations t
    join pg_index x on x.indrelid = t.oid
    join pg_class i on i.oid = x.indexrelid
   where t.relkind in ('r', 'p', 'm')
     and not exists (select from pg_constraint c where c.conindid = x.indexrelid and c.contype in ('p', 'u', 'x'))

  union all
  select 'policy', t.name || '.' || quote_ident(p.polname), concat_ws(' ',
      case when p.polpermissive then 'permissive' else 'restrictive' end,
      'for ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      'to ' || (select string_agg(case when role = 0 then 'public' else role::regrole::text end, ', ' order by role::regrole::text) from unnest(p.polroles) role),
      'using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
      'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
    from (select oid, name from tables union all select oid, name from shared_tables) t
    join pg_policy p on p.polrelid = t.oid

  union all
  select 'trigger', t.name || '.' || quote_ident(g.tgname),
      pg_get_triggerdef(g.oid) || case g.tgenabled when 'O' then '' when 'D' then ' (disabled)' when 'R' then ' (replica only)' else ' (always)' end
    from (
      select oid, name, false as shared from relations where relkind in ('r', 'p', 'v', 'f')
      union all select oid, name, true from shared_tables
    ) t
    join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal and g.tgparentid = 0
    join pg_proc f on f.oid = g.tgfoid
   -- Supabase's own triggers on its tables call functions of its own schemas.
   where not t.shared or f.pronamespace in (select oid from schemas)

  union all
  select case prokind when 'p' then 'procedure' else 'function' end, name, 'owner ' || proowner::regrole || E'\n' || pg_get_functiondef(oid)
    from functions where prokind in ('f', 'p', 'w')
  union all
  select 'aggregate', f.name, concat_ws(', ', 'owner ' || f.proowner::regrole, 'step ' || a.aggtransfn, 'final ' || a.aggfinalfn,
      'state ' || format_type(a.aggtranstype, null), 'initially ' || a.agginitval)
    from functions f join pg_aggregate a on a.aggfnoid = f.oid

  union all
  select case relkind when 'm' then 'materialized view' else 'view' end, name,
      concat_ws(', ', 'owner ' || relowner::regrole, 'options ' || array_to_string(reloptions, ' ')) || E'\n' || pg_get_viewdef(oid)
    from relations where relkind in ('v', 'm')
  union all
  select 'rule', t.name || '.' || quote_ident(r.rulename), pg_get_ruledef(r.oid)
    from relations t join pg_rewrite r on r.ev_class = t.oid where r.rulename <> '_RETURN'

  union all
  select 'sequence', r.name, concat_ws(', ', format_type(s.seqtypid, null), 'start ' || s.seqstart, 'increment ' || s.seqincrement,
      'from ' || s.seqmin || ' to ' || s.seqmax, case when s.seqcycle then 'cycle' end,
      'owned by ' || (select d.refobjid::regclass || '.' || quote_ident(a.attname)
        from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
       where d.classid = 'pg_class'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')))
    from relations r join pg_sequence s on s.seqrelid = r.oid

  union all
  select 'type', name, case typtype
      when 'e' then 'enum ' || (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = types.oid)
      when 'd' then concat_ws(' ', 'domain', format_type(typbasetype, typtypmod), case when typnotnull then 'not null' end, 'default ' || typdefault,
        (select string_agg(pg_get_constraintdef(c.oid), ' ' order by c.conname) from pg_constraint c where c.contypid = types.oid and c.contype = 'c'))
      when 'r' then 'range of ' || (select format_type(rngsubtype, null) from pg_range where rngtypid = types.oid)
      else 'composite ' || (select string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', ' order by attnum)
        from pg_attribute where attrelid = typrelid and attnum > 0 and not attisdropped)
      end
    from types

  union all
  select 'grant to ' || case when grantee = 0 then 'public' else grantee::regrole::text end, object,
      string_agg(lower(privilege_type) || case when is_grantable then ' with grant option' else '' end, ', ' order by privilege_type)
    from grants, aclexplode(acl)
   group by kind, object, grantee
  union all
  select 'default privileges for ' || case when e.grantee = 0 then 'public' else e.grantee::regrole::text end,
      concat_ws(' ', d.defaclrole::regrole, 'in ' || s.name,
        case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' else 'schemas' end),
      string_agg(lower(e.privilege_type) || case when e.is_grantable then ' with grant option' else '' end, ', ' order by e.privilege_type)
    from pg_default_acl d
    left join schemas s on s.oid = d.defaclnamespace
    cross join lateral aclexplode(d.defaclacl) e
   where (d.defaclnamespace = 0 or s.oid is not null) and d.defaclrole::regrole::text !~ '^(supabase_|dashboard_user)'
   group by d.defaclrole, s.name, d.defaclobjtype, e.grantee

  union all
  select 'extension', quote_ident(extname), 'in ' || extnamespace::regnamespace
    from pg_extension
   -- Preinstalled ones come and go with Supabase's own upgrades.
   where extname not in ('plpgsql', 'pg_graphql', 'supabase_vault', 'pgsodium', 'pg_stat_statements')
  union all
  select 'publication', quote_ident(pubname), concat_ws(', ', case when puballtables then 'all tables' end,
      concat_ws(' ', case when pubinsert then 'insert' end, case when pubupdate then 'update' end, case when pubdelete then 'delete' end, case when pubtruncate then 'truncate' end))
    from pg_publication where pubname !~ '^supabase_realtime_'
  union all
  select 'publication ' || quote_ident(p.pubname), t.name, concat_ws(' ', 'member',
      (select 'columns ' || string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a where a.attrelid = m.prrelid and a.attnum = any (m.prattrs)),
      'where ' || pg_get_expr(m.prqual, m.prrelid))
    from pg_publication_rel m join pg_publication p on p.oid = m.prpubid join tables t on t.oid = m.prrelid
  union all
  select 'event trigger', quote_ident(e.evtname), e.evtevent || ' execute ' || f.name || case e.evtenabled when 'O' then '' else ' (' || e.evtenabled::text || ')' end
    from pg_event_trigger e join functions f on f.oid = e.evtfoid
  union all
  select 'statistics', s.name || '.' || quote_ident(x.stxname), pg_get_statisticsobjdef(x.oid)
    from pg_statistic_ext x join schemas s on s.oid = x.stxnamespace
)
select kind, object, coalesce(definition, '') as definition
  from facts
 order by kind collate "C", object collate "C", definition collate "C"
