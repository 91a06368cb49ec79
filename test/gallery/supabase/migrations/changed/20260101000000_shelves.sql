create schema if not exists api;

create table public.shelves (
  id uuid primary key default gen_random_uuid(),
  title text not null
);
alter table public.shelves enable row level security;
