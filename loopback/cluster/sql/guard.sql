-- Supabase lets `postgres` make policies and triggers on its own tables, and refuses everything else there (extension
-- supautils). Here the first takes membership in the owners (roles.sql), and these triggers refuse the rest.
create function extensions.groundplan_guard_changes() returns event_trigger language plpgsql as $$
declare
  command record;
begin
  if current_user <> 'postgres' then return; end if;
  for command in select * from pg_event_trigger_ddl_commands() loop
    if command.schema_name in ('auth', 'storage', 'realtime') and command.object_type not in ('policy', 'trigger') then
      raise exception 'must be owner of % %', command.object_type, command.object_identity
        using errcode = 'insufficient_privilege',
        hint = 'Supabase manages this schema: only policies and triggers of yours may be made on its tables.';
    end if;
  end loop;
end
$$;
create function extensions.groundplan_guard_drops() returns event_trigger language plpgsql as $$
declare
  dropped record;
begin
  if current_user <> 'postgres' then return; end if;
  for dropped in select * from pg_event_trigger_dropped_objects() where original loop
    if dropped.schema_name in ('auth', 'storage', 'realtime') and dropped.object_type not in ('policy', 'trigger') then
      raise exception 'must be owner of % %', dropped.object_type, dropped.object_identity
        using errcode = 'insufficient_privilege', hint = 'Supabase manages this schema.';
    end if;
  end loop;
end
$$;
create event trigger groundplan_guard_changes on ddl_command_end execute function extensions.groundplan_guard_changes();
create event trigger groundplan_guard_drops on sql_drop execute function extensions.groundplan_guard_drops();
