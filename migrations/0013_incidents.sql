-- tickets: an incident is an event that many call about (a flood, a power cut); an emergency is one caller's danger.
create table incidents (
  id uuid primary key,
  -- The region's word for what it is: `banjir`, `listrik_padam`.
  kind text not null check (kind <> ''),
  -- By ISO 639-3 language.
  title jsonb not null,
  -- What callers hear of it; the title where it has none.
  announcement jsonb not null default '{}',
  -- Where, and of which of the site's topics; empty for all.
  districts text[] not null default '{}',
  topics text[] not null default '{}',
  status text not null default 'open' check (status in ('open', 'closed')),
  since timestamptz not null,
  -- An incident that nobody has closed ends by itself: what is over is not told.
  until timestamptz not null,
  opened_by text not null,
  closed_at timestamptz,
  closed_by text,
  reason text,
  version integer not null default 1,
  check ((status = 'closed') = (closed_at is not null))
);
create index incidents_open on incidents (since desc) where status = 'open';

-- Who called about it. Taken away again, a ticket loses nothing: the row keeps both.
create table incident_tickets (
  id bigint generated always as identity primary key,
  incident_id uuid not null references incidents,
  ticket_id uuid not null references tickets,
  attached_at timestamptz not null,
  attached_by text not null,
  detached_at timestamptz,
  detached_by text
);
create unique index incident_tickets_one on incident_tickets (ticket_id) where detached_at is null;
create index incident_tickets_of on incident_tickets (incident_id) where detached_at is null;
