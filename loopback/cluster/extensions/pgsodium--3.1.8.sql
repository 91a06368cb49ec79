-- Stub: old migrations only create the extension. A call of one of its functions fails: none is here.
create table pgsodium.key (
  id uuid primary key default gen_random_uuid(),
  status text,
  created timestamptz not null default now(),
  expires timestamptz,
  name text unique
);
grant usage on schema pgsodium to postgres;
