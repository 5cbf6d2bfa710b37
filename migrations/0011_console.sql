-- console: what the page asks for every few seconds, and what guards its door.

-- Emergencies that somebody has to look at: those that climb, and those whose caller was lost before anyone answered.
create index emergencies_standing on emergencies (raised_at) where state in ('raised', 'dropped');

-- Attempts to sign in, counted under three keys (account and address, account, address). A key that was tried too often is
-- locked until a moment; an account that is locked out again and again is locked longer each time (strikes).
alter table sign_in_attempts
  add column locked_until timestamptz,
  add column strikes integer not null default 0,
  -- Of an account at an address: it signed in from there, and is not kept out by what others do to the account elsewhere.
  add column welcome_until timestamptz,
  -- Of an account at an address: the account's key, by which a new password opens them all.
  add column account text,
  -- When the janitor may forget it.
  add column kept_until timestamptz not null default 'epoch';
drop index sign_in_attempts_by_age;
create index sign_in_attempts_by_end on sign_in_attempts (kept_until);
create index sign_in_attempts_by_account on sign_in_attempts (account) where account is not null;

-- A second factor: time-based codes (RFC 6238). The secret is sealed by the house's key; it counts once it was confirmed by a code.
create table second_factors (
  staff_id uuid primary key references staff on delete cascade,
  secret_sealed bytea not null,
  begun_at timestamptz not null,
  confirmed_at timestamptz,
  -- The step of the last code that was taken: none is taken twice.
  last_step bigint not null default 0
);

-- Ten ways in for whoever has lost the phone, each of which opens once. 80 random bits each, so that a plain hash keeps them.
create table recovery_codes (
  staff_id uuid not null references second_factors on delete cascade,
  code_hash bytea not null,
  primary key (staff_id, code_hash)
);
