-- publishing: what the line says and does, as texts, and since when.
create table site_contents (
  -- sha-256 of the texts.
  content text primary key,
  -- json, not jsonb: read as a whole and never searched.
  bundle json not null,
  first_seen_at timestamptz not null
);

-- What runs is the newest that is effective and not withdrawn. Rows are never changed but to withdraw one that is still to come.
create table publications (
  number integer generated always as identity primary key,
  content text not null references site_contents,
  -- first: the folder at the first start; edit: a file of the folder was changed; rollback: `returns_to` once more.
  kind text not null check (kind in ('first', 'publish', 'schedule', 'edit', 'rollback')),
  note text not null,
  published_by text not null,
  published_at timestamptz not null,
  effective_at timestamptz not null,
  returns_to integer references publications,
  withdrawn_at timestamptz,
  withdrawn_by text,
  check ((withdrawn_at is null) = (withdrawn_by is null)),
  check ((returns_to is null) = (kind <> 'rollback'))
);
create index publications_in_force on publications (effective_at desc, number desc) where withdrawn_at is null;
create index publications_by_content on publications (content);

-- What a folder that is watched holds, as its watcher saw it last. A row that is not renewed is forgotten.
create table watched_folders (
  -- Machine and path.
  place text primary key,
  content text not null,
  -- published: was or is in force, or is scheduled; waiting: sound, and waits for a person; broken: see problems.
  state text not null check (state in ('published', 'waiting', 'broken')),
  problems json not null,
  since timestamptz not null,
  seen_at timestamptz not null
);
