-- agencies: who has to answer. Filled from the site's files at start; one that has left the files is retired, never deleted.
create table agencies (
  id text primary key,
  name text not null,
  is_coordinator boolean not null default false,
  retired_at timestamptz
);
create unique index agencies_one_coordinator on agencies (is_coordinator) where is_coordinator and retired_at is null;
alter table staff add foreign key (agency_id) references agencies;
