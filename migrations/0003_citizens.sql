-- citizens: numbers and names, sealed (AES-256-GCM) and found again by a keyed hash (HMAC-SHA-256). No other table holds a citizen's number.
create table citizens (
  id uuid primary key,
  address_key bytea not null unique,
  address_sealed bytea not null,
  address_kind text not null check (address_kind in ('number', 'sip', 'client', 'raw')),
  can_be_texted boolean not null default false,
  name_sealed bytea,
  language text,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null
);
