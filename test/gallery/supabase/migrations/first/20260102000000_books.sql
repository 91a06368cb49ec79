create table public.books (
  id uuid primary key default gen_random_uuid(),
  shelf_id uuid not null references public.shelves (id) on delete cascade
);
alter table public.books enable row level security;
