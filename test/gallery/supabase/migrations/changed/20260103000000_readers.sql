create table api.readers (
  id uuid primary key default gen_random_uuid()
);
alter table api.readers enable row level security;
