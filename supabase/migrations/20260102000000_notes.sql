-- The product's first thing: notes of an organisation, with live changes.

create table public.notes (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users (id),
  title text not null check (char_length(title) between 1 and 200),
  body text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index notes_organization_id_created_at on public.notes (organization_id, created_at desc);
create index notes_author_id on public.notes (author_id);

create function private.touch()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;

create trigger touch
before update on public.notes
for each row execute function private.touch();

create trigger touch
before update on public.profiles
for each row execute function private.touch();

alter table public.notes enable row level security;

create policy "members read notes" on public.notes
for select to authenticated
using ((select private.has_role(organization_id, array['owner', 'member']::public.membership_role[])));

create policy "members write notes" on public.notes
for insert to authenticated
with check (
  author_id = (select auth.uid())
  and (select private.has_role(organization_id, array['owner', 'member']::public.membership_role[]))
);

create policy "authors change their notes" on public.notes
for update to authenticated
using (author_id = (select auth.uid()))
with check (
  author_id = (select auth.uid())
  and (select private.has_role(organization_id, array['owner', 'member']::public.membership_role[]))
);

create policy "authors and owners delete notes" on public.notes
for delete to authenticated
using (
  author_id = (select auth.uid())
  or (select private.has_role(organization_id, array['owner']::public.membership_role[]))
);

-- Row level security also rules what subscribers of a table hear.
alter publication supabase_realtime add table public.notes;
