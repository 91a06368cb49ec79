-- People and the organisations that they work in.

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  display_name text not null default '' check (char_length(display_name) <= 120),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null check (char_length(name) between 1 and 120),
  created_by uuid not null default auth.uid() references auth.users (id),
  created_at timestamptz not null default now()
);

create type public.membership_role as enum ('owner', 'member');

create table public.memberships (
  organization_id uuid not null references public.organizations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role public.membership_role not null default 'member',
  created_at timestamptz not null default now(),
  primary key (organization_id, user_id)
);

create index memberships_user_id on public.memberships (user_id);
create index organizations_created_by on public.organizations (created_by);

-- Not in an exposed schema: policies call it, the API cannot. It reads memberships past their own policies,
-- which would otherwise ask themselves.
create schema private;
grant usage on schema private to authenticated, service_role;

create function private.has_role(organization uuid, wanted public.membership_role[])
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select 1
    from public.memberships
    where memberships.organization_id = organization
      and memberships.user_id = (select auth.uid())
      and memberships.role = any (wanted)
  );
$$;

revoke all on function private.has_role(uuid, public.membership_role[]) from public;
grant execute on function private.has_role(uuid, public.membership_role[]) to authenticated, service_role;

-- A profile with every new account; whoever founds an organisation owns it.
create function private.create_profile()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.profiles (id, display_name)
  values (new.id, left(coalesce(new.raw_user_meta_data ->> 'display_name', ''), 120));
  return new;
end;
$$;

create trigger create_profile
after insert on auth.users
for each row execute function private.create_profile();

create function private.own_organization()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.memberships (organization_id, user_id, role)
  values (new.id, new.created_by, 'owner');
  return new;
end;
$$;

create trigger own_organization
after insert on public.organizations
for each row execute function private.own_organization();

alter table public.profiles enable row level security;
alter table public.organizations enable row level security;
alter table public.memberships enable row level security;

create policy "people see themselves" on public.profiles
for select to authenticated using (id = (select auth.uid()));

create policy "people change themselves" on public.profiles
for update to authenticated
using (id = (select auth.uid())) with check (id = (select auth.uid()));

create policy "members see their organization" on public.organizations
for select to authenticated
using (created_by = (select auth.uid()) or (select private.has_role(id, array['owner', 'member']::public.membership_role[])));

create policy "people found organizations" on public.organizations
for insert to authenticated with check (created_by = (select auth.uid()));

create policy "owners change their organization" on public.organizations
for update to authenticated
using ((select private.has_role(id, array['owner']::public.membership_role[])))
with check ((select private.has_role(id, array['owner']::public.membership_role[])));

create policy "members see who else is one" on public.memberships
for select to authenticated
using ((select private.has_role(organization_id, array['owner', 'member']::public.membership_role[])));

create policy "owners add members" on public.memberships
for insert to authenticated
with check ((select private.has_role(organization_id, array['owner']::public.membership_role[])));

create policy "owners remove members, members leave" on public.memberships
for delete to authenticated
using (user_id = (select auth.uid()) or (select private.has_role(organization_id, array['owner']::public.membership_role[])));
