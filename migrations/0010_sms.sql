-- sms: every text that came in or goes out. One that goes out is a row first, like a command to the carrier.
create table messages (
  id uuid primary key,
  direction text not null check (direction in ('in', 'out')),
  message_sid text unique,
  citizen_id uuid references citizens,
  -- The number of ours that it came to.
  line text,
  body text not null,
  -- The fact that a text goes out for: a fact told twice sends one text.
  cause text unique,
  ticket_id uuid references tickets,
  -- What a text that came in was answered with: its second delivery hears the same.
  answer text,
  status text,
  status_rank smallint not null default -1,
  error_code integer,
  state text check (state in ('due', 'taken', 'done', 'failed', 'unneeded')),
  attempts integer not null default 0,
  not_before timestamptz,
  taken_at timestamptz,
  settled_at timestamptz,
  outcome jsonb,
  at timestamptz not null,
  check ((direction = 'out') = (state is not null)),
  check (direction = 'in' or cause is not null)
);
create index messages_due on messages (not_before, id) where state in ('due', 'taken');
create index messages_by_citizen on messages (citizen_id, at) where citizen_id is not null;
create index messages_by_ticket on messages (ticket_id) where ticket_id is not null;
