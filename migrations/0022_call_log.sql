-- console: the log of calls. One row for each call that has ended, with what people look for by; everything in it is made of other
-- rooms' tables and can be made again: insert into call_log_due (call_sid) select call_sid from calls where ended_at is not null;
create table call_log (
  call_sid text primary key,
  arrived_at timestamptz not null,
  citizen_id uuid,
  line text not null,
  lane text,
  -- The flow's step at which it ended.
  node text,
  -- What became of the caller: src/console/call-outcome.ts.
  outcome text not null,
  -- Who had the caller last.
  operator_id uuid,
  topic text,
  district text,
  -- The emergency's kind.
  emergency text,
  -- Of its ticket: who asked for confidence is not found by the number.
  privacy text not null default 'open',
  -- From the first ring to the first human; null for whoever met none.
  answered_seconds integer,
  -- What was written and said, as word stems; the words themselves stay where they are.
  words tsvector
);
create index call_log_by_time on call_log (arrived_at desc, call_sid);
create index call_log_by_citizen on call_log (citizen_id, arrived_at desc) where citizen_id is not null;
-- Few lanes, steps and outcomes hold many calls, and some never meet (who hung up in the menu stood in no lane): with the other columns
-- beside them, that nothing is found is found in the index alone.
create index call_log_by_lane on call_log (lane, arrived_at desc)
  include (call_sid, node, outcome, operator_id, topic, district, emergency) where lane is not null;
create index call_log_by_node on call_log (node, arrived_at desc)
  include (call_sid, lane, outcome, operator_id, topic, district, emergency) where node is not null;
create index call_log_by_outcome on call_log (outcome, arrived_at desc)
  include (call_sid, lane, node, operator_id, topic, district, emergency);
-- Together with words: most calls of the menu say none.
create index call_log_by_node_said on call_log (node, arrived_at desc) where words is not null;
create index call_log_by_outcome_said on call_log (outcome, arrived_at desc) where words is not null;
create index call_log_by_operator on call_log (operator_id, arrived_at desc)
  include (call_sid, lane, node, outcome, topic, district, emergency) where operator_id is not null;
create index call_log_by_topic on call_log (topic, arrived_at desc)
  include (call_sid, lane, node, outcome, operator_id, district, emergency) where topic is not null;
create index call_log_by_district on call_log (district, arrived_at desc)
  include (call_sid, lane, node, outcome, operator_id, topic, emergency) where district is not null;
create index call_log_emergencies on call_log (arrived_at desc)
  include (call_sid, lane, node, outcome, operator_id, topic, district, emergency) where emergency is not null;
create index call_log_by_words on call_log using gin (words) where words is not null;
-- How often a word stands: the planner goes by it whether to walk through time or through the words.
alter table call_log alter column words set statistics 1000;

-- Calls whose row has to be made, or made again. Rows are only added, never changed: whoever writes waits for nobody, and a change that
-- was not yet visible when a row was made has a mark of its own that is not yet visible either.
create table call_log_due (
  id bigint generated always as identity primary key,
  call_sid text not null
);

create function mark_call_log() returns trigger language plpgsql as $$
begin
  insert into call_log_due (call_sid) values (new.call_sid);
  return null;
end $$;
-- Turns do not set ended_at, so that they pay nothing for it.
create trigger call_log_ended after update of ended_at on calls
  for each row when (new.ended_at is not null) execute function mark_call_log();
create trigger call_log_emergency after update of state on emergencies
  for each row execute function mark_call_log();
create trigger call_log_callback after update of state on callbacks
  for each row when (new.state = 'closed') execute function mark_call_log();

create trigger call_log_disposition after insert or update on dispositions
  for each row when (new.note is not null) execute function mark_call_log();

create function mark_call_log_by_ticket() returns trigger language plpgsql as $$
begin
  insert into call_log_due (call_sid) values (new.contact);
  return null;
end $$;
create trigger call_log_ticket_opened after insert on tickets
  for each row when (new.contact is not null and new.channel = 'staff') execute function mark_call_log_by_ticket();
create trigger call_log_ticket after update on tickets
  for each row when (new.contact is not null) execute function mark_call_log_by_ticket();

create function mark_call_log_by_note() returns trigger language plpgsql as $$
begin
  insert into call_log_due (call_sid) select contact from tickets where id = new.ticket_id and contact is not null;
  return null;
end $$;
create trigger call_log_note after insert on ticket_events
  for each row when (new.kind = 'ticket.noted') execute function mark_call_log_by_note();

insert into call_log_due (call_sid) select call_sid from calls where ended_at is not null order by arrived_at;

-- Filters that somebody keeps under a name. Never a number: who called stands in no view.
create table call_views (
  id uuid primary key,
  staff_id uuid not null references staff on delete cascade,
  name text not null check (name <> ''),
  -- Everybody sees it; a supervisor said so.
  is_shared boolean not null default false,
  filter jsonb not null,
  changed_at timestamptz not null
);
create unique index call_views_by_name on call_views (staff_id, lower(name));
create index call_views_shared on call_views (name) where is_shared;

-- dispatch: how many of the last hour were answered in time, and how many gave up today. It never changes, so that heartbeats stay cheap.
create index waits_by_time on waits (arrived_at);
