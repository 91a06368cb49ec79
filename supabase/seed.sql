-- For a database on this machine only; never run where data is protected. Safe to run twice.
insert into auth.users (id, email)
values ('00000000-0000-4000-8000-000000000001', 'ada@example.com')
on conflict (id) do nothing;

insert into public.organizations (id, name, created_by)
values ('00000000-0000-4000-8000-000000000101', 'Example', '00000000-0000-4000-8000-000000000001')
on conflict (id) do nothing;

insert into public.notes (id, organization_id, author_id, title, body)
values (
  '00000000-0000-4000-8000-000000000201',
  '00000000-0000-4000-8000-000000000101',
  '00000000-0000-4000-8000-000000000001',
  'Welcome',
  'The first note.'
)
on conflict (id) do nothing;
