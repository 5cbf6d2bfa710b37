-- dispatch: a callback may also be owed to somebody whose emergency was dropped.
alter table callbacks
  -- promise: asked for by the citizen. emergency: the call for help ended before a human had it; the phone rings by itself.
  -- quiet: the same of somebody who cannot speak, perhaps hides: rings only when a person decided so, each time, and is never texted.
  add column kind text not null default 'promise' check (kind in ('promise', 'emergency', 'quiet')),
  add column emergency_id uuid references emergencies,
  -- The leg of the ladder's rung that took it, where no operator did.
  add column partner_leg_id uuid,
  add check ((kind = 'promise') = (emergency_id is null));
-- One number is promised one callback at a time; what is owed to a dropped emergency stands beside it.
drop index callbacks_one_open;
create unique index callbacks_one_open on callbacks (citizen_id) where state <> 'closed' and kind = 'promise';
create index callbacks_by_partner on callbacks (partner_leg_id) where partner_leg_id is not null;

-- emergency: one row for every emergency whose call ended before a human had it, written in the transaction that learnt of the end.
create table recoveries (
  id uuid primary key,
  emergency_id uuid not null unique references emergencies,
  call_sid text not null references calls,
  -- Null: the number was withheld; nobody can be called back.
  citizen_id uuid references citizens,
  -- The caller could not speak: only a person decides whether that phone rings.
  silent boolean not null default false,
  dropped_at timestamptz not null,
  -- held: a person decides. open: is being called back, see the callback. closed: with an outcome, always.
  state text not null check (state in ('held', 'open', 'closed')),
  since timestamptz not null,
  callback_id uuid references callbacks,
  -- When the citizen's phone first rang, and how often it has.
  first_try_at timestamptz,
  tries integer not null default 0,
  -- reached: a human spoke with the citizen. called_again: by the citizen, see merged_into. texted: the phone rang in vain for the last time.
  -- unreachable: no number, one that may not be dialled, or rang in vain and cannot be texted. unattended: no human of ours came in time.
  -- undecided: nobody decided in time. closed: by a person, with a reason.
  outcome text check (outcome in ('reached', 'called_again', 'texted', 'unreachable', 'unattended', 'undecided', 'closed')),
  merged_into text references calls,
  closed_at timestamptz,
  closed_by text,
  reason text,
  check ((state = 'closed') = (outcome is not null)),
  check ((state = 'closed') = (closed_at is not null)),
  check (state <> 'open' or callback_id is not null),
  check (outcome is distinct from 'closed' or reason is not null)
);
create index recoveries_unfinished on recoveries (dropped_at) where state <> 'closed';
create index recoveries_of_citizen on recoveries (citizen_id) where state <> 'closed';
create index recoveries_by_time on recoveries (dropped_at desc, id desc);
