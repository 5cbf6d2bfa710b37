-- emergency: ladders per kind. What was rung in the present round is read from its rows, so that a ladder may change while it climbs.
alter table emergencies
  -- Each time that the ladder begins at its first rung: exhausted, or changed because the kind became known.
  add column round integer not null default 0,
  -- How often every rung was tried and nobody took it, and when it was so last: the supervisors' alarm.
  add column exhausted integer not null default 0,
  add column exhausted_at timestamptz;

alter table rung_attempts
  add column round integer not null default 0,
  -- Where it rings, as the site's files say it; several ladders name one control room differently. Of a group of operators its lane.
  add column address text not null default '',
  -- When its ring is over; a group of operators has no leg that tells.
  add column ring_until timestamptz;
create index rung_attempts_by_address on rung_attempts (address) where state in ('ringing', 'talking', 'accepted');

-- An emergency that was written and not called: nobody is on the line, so no ladder climbs.
create table text_emergencies (
  ticket_id uuid primary key references tickets,
  kind text not null,
  raised_at timestamptz not null,
  -- `staff:<id>` or `duty:<name>`; null while nobody has it.
  settled_by text,
  settled_at timestamptz
);
create index text_emergencies_standing on text_emergencies (raised_at) where settled_at is null;

-- A duty officer was texted: one row a person and emergency. The link's token is kept as its hash alone.
create table duty_alerts (
  id uuid primary key,
  emergency_id uuid references emergencies,
  ticket_id uuid references tickets,
  name text not null,
  number text not null,
  -- What the text said, without the link.
  body text not null,
  token_hash bytea not null unique,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  acknowledged_at timestamptz,
  unique (emergency_id, number),
  unique (ticket_id, number),
  check ((emergency_id is null) <> (ticket_id is null))
);

-- sms: a text to somebody who is no citizen. Number and words, sealed, since the words hold a link that acts; wiped once it is settled.
alter table messages add column sealed bytea;
