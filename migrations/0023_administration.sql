-- identity: what people can do besides their roles, and passwords that somebody else chose for them.
alter table staff
  -- ISO 639-3, beside the region's own language, which everybody here speaks.
  add column languages text[] not null default '{}',
  -- Lanes for which somebody was trained; none named: for all of them.
  add column skills text[] not null default '{}',
  -- Until when a password that somebody else chose opens the door to choosing one's own; null: it is the person's own.
  add column password_until timestamptz;

-- The audit is read by person, by deed and by day, newest first.
create index audit_entries_by_actor on audit_entries (actor, id);
create index audit_entries_by_action on audit_entries (action, id);
create index audit_entries_by_time on audit_entries (at);

-- dispatch: what the caller speaks when it is not what everybody here speaks (ISO 639-3).
alter table waits add column language text;

-- emergency: a duty number is rung to see whether it works. Not an emergency, and counted nowhere as one.
create table duty_tests (
  id uuid primary key,
  -- What is tested, as the site's files name it, and where it rang: a number or SIP address of the site's own files, nobody's private one.
  target text not null,
  address text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  leg_id uuid,
  -- calling, answered (somebody or something picked up), confirmed (1 was pressed), unanswered, busy, failed, stopped (an emergency needed the number).
  state text not null default 'calling'
    check (state in ('calling', 'answered', 'confirmed', 'unanswered', 'busy', 'failed', 'stopped')),
  settled_at timestamptz
);
create index duty_tests_by_time on duty_tests (asked_at desc, id);
create index duty_tests_running on duty_tests (address) where settled_at is null;
-- Which purposes there are, says the program: each room that places legs brings its own.
alter table legs drop constraint legs_purpose_check;
alter table legs add constraint legs_purpose_check check (purpose ~ '^[a-z_]+$');

-- conversations: how the carrier's last answers were, for the page of health.
create index carrier_commands_settled on carrier_commands (settled_at desc) where settled_at is not null;
