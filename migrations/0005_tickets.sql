-- tickets: what the citizen asked, and its way through the agencies. A ticket without an owner cannot be stored.
create table tickets (
  id uuid primary key,
  -- Eight digits, the last a Luhn check digit: read out on the phone, typed on a keypad.
  code text not null unique check (code ~ '^[1-9][0-9]{7}$'),
  channel text not null check (channel in ('voice', 'sms', 'web', 'staff')),
  -- The contact that opened it; a second webhook for the same contact finds it here.
  contact text unique,
  citizen_id uuid references citizens,
  -- The site's classification (complaint, information, ...); the house itself knows only 'emergency'.
  kind text not null check (kind <> ''),
  topic text,
  district text,
  place text,
  place_recording text,
  description text,
  description_recording text,
  stage text not null default 'received' check (stage in ('received', 'verified', 'assigned', 'in_progress', 'answered', 'closed')),
  owner_agency_id text not null references agencies,
  opened_at timestamptz not null,
  -- The promise: an agency answers within 24 hours.
  answer_due_at timestamptz not null,
  answered_at timestamptz,
  closed_at timestamptz,
  version integer not null default 1,
  check ((stage = 'closed') = (closed_at is not null)),
  check (stage <> 'answered' or answered_at is not null)
);
create index tickets_by_time on tickets (opened_at desc, id desc);
create index tickets_by_citizen on tickets (citizen_id, opened_at desc) where citizen_id is not null;
create index tickets_open_by_due on tickets (answer_due_at) where stage not in ('answered', 'closed');
create index tickets_open_by_owner on tickets (owner_agency_id, opened_at desc) where stage <> 'closed';

create table ticket_events (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references tickets,
  at timestamptz not null,
  kind text not null,
  actor text not null,
  facts jsonb not null default '{}'
);
create index ticket_events_by_ticket on ticket_events (ticket_id, id);
