-- identity: staff, their sessions, and who did what.
create table staff (
  id uuid primary key,
  login text not null unique check (login = lower(login)),
  name text not null,
  password_hash text not null,
  roles text[] not null check (roles <@ array['operator', 'supervisor', 'coordinator', 'agency', 'administrator']),
  agency_id text,
  language text not null default 'ind',
  created_at timestamptz not null,
  disabled_at timestamptz
);

create table staff_sessions (
  -- SHA-256 of the cookie's session id: a copy of this table opens nobody's session.
  key text primary key,
  staff_id uuid references staff on delete cascade,
  data jsonb not null,
  expires_at timestamptz not null
);
create index staff_sessions_by_staff on staff_sessions (staff_id);
create index staff_sessions_by_expiry on staff_sessions (expires_at);

-- Counted before the password is looked at, so that guesses made at once are all counted. The key is a hash: people type
-- passwords into the wrong field.
create table sign_in_attempts (
  key text primary key,
  attempts integer not null,
  began_at timestamptz not null
);
create index sign_in_attempts_by_age on sign_in_attempts (began_at);

create table audit_entries (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  facts jsonb not null default '{}'
);
create index audit_entries_by_subject on audit_entries (subject, id);
