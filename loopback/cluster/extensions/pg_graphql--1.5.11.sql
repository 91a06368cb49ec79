-- Stub: the functions exist, and say that they cannot answer.
create function graphql.resolve(
  query text, variables jsonb default '{}', "operationName" text default null, extensions jsonb default null
) returns jsonb language sql stable as $$
  select '{"data": null, "errors": [{"message": "pg_graphql is a stub on the local database"}]}'::jsonb
$$;
create function graphql_public.graphql(
  "operationName" text default null, query text default null, variables jsonb default null, extensions jsonb default null
) returns jsonb language sql as $$
  select graphql.resolve(query, coalesce(variables, '{}'), "operationName", extensions)
$$;
grant usage on schema graphql to postgres, anon, authenticated, service_role;
