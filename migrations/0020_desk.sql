-- tickets: how soon somebody has to see to it, as whoever listened judged it.
alter table tickets add column urgency text check (urgency in ('low', 'normal', 'high', 'critical'));

-- tickets: what people write into a call's ticket while they listen, letter by letter. It is filed into the ticket, with its event,
-- when the writing pauses; until then the ticket's history is not told of every half word.
create table ticket_drafts (
  -- The contact whose ticket it is: for a call its call_sid.
  contact text primary key,
  ticket_id uuid not null unique references tickets,
  version integer not null default 0,
  -- By field: its value, the draft's version that brought it, and which open page wrote it, with that page's own count.
  fields jsonb not null default '{}',
  -- The version up to which the ticket has it.
  filed integer not null default 0,
  written_at timestamptz not null,
  written_by text not null
);
create index ticket_drafts_unfiled on ticket_drafts (written_at) where filed < version;

-- dispatch: how a conversation ended, in the words of who had it.
create table dispositions (
  offer_id uuid primary key references offers,
  staff_id uuid not null references staff,
  call_sid text not null references calls,
  disposition text not null check (disposition <> ''),
  note text,
  at timestamptz not null
);
create index dispositions_by_call on dispositions (call_sid);
create index offers_by_operator on offers (staff_id, offered_at desc);

-- conversations: whoever answers sees how often this citizen has called.
create index calls_by_citizen on calls (citizen_id, arrived_at desc) where citizen_id is not null;

-- dispatch: when the page of an operator who talks in a browser last said that it is there. Apart from `operators`, which pages are told of.
create table operator_pages (
  staff_id uuid primary key references staff on delete cascade,
  seen_at timestamptz not null
);
