-- emergency: a drill climbs the rungs of a ladder that are marked for it, one after the other. No citizen calls; counted nowhere.
create table drills (
  id uuid primary key,
  -- The ladder's kind, and its marked rungs as they were when the drill began: name, target, ring_seconds.
  ladder text not null,
  rungs jsonb not null,
  asked_by text not null,
  asked_at timestamptz not null,
  -- finished: every rung was rung. stopped: an emergency needed the phones, or a person said so; see why.
  state text not null default 'running' check (state in ('running', 'finished', 'stopped')),
  why text check (why in ('emergency', 'person')),
  ended_at timestamptz,
  check ((state = 'running') = (ended_at is null)),
  check ((state = 'stopped') = (why is not null))
);
create unique index drills_one_running on drills ((true)) where state = 'running';
create index drills_by_time on drills (asked_at desc, id);

-- A rung of a drill is a test of its phone.
alter table duty_tests
  add column drill_id uuid references drills,
  add column rung text,
  add check ((drill_id is null) = (rung is null));
create index duty_tests_of_drill on duty_tests (drill_id) where drill_id is not null;

-- conversations: calls of our own through the line. The row is written before the call, so that nobody else can make one.
create table probes (
  call_sid text primary key check (call_sid ~ '^CA[0-9a-f]{32}$'),
  started_at timestamptz not null,
  state text not null default 'running' check (state in ('running', 'passed', 'failed')),
  settled_at timestamptz,
  -- A stable word: src/conversations/probe.ts.
  problem text,
  -- Until the menu was heard, and until it went on after a key.
  menu_milliseconds integer,
  key_milliseconds integer,
  check ((state = 'running') = (settled_at is null)),
  check ((state = 'failed') = (problem is not null))
);
create index probes_by_time on probes (started_at desc);

-- Such a call stands in no list, log or measure, and is nobody's.
alter table calls add column is_probe boolean not null default false;
create function mark_probe() returns trigger language plpgsql as $$
begin
  new.is_probe := exists (select from probes where call_sid = new.call_sid);
  if new.is_probe then new.citizen_id := null; end if;
  return new;
end $$;
create trigger call_is_probe before insert on calls for each row execute function mark_probe();

drop trigger call_log_ended on calls;
create trigger call_log_ended after update of ended_at on calls
  for each row when (new.ended_at is not null and not new.is_probe) execute function mark_call_log();
create index calls_probes on calls (arrived_at) where is_probe;
