-- dispatch: who hung up and kept the place in line, to be called back.
create table callbacks (
  id uuid primary key,
  -- The call in which it was asked: its wait keeps the place, its timeline tells the whole story.
  call_sid text not null unique references calls,
  -- Whose number is dialled; no number stands here.
  citizen_id uuid not null references citizens,
  -- Who called to ask for it; null for a caller without a number.
  asked_by uuid references citizens,
  lane text not null,
  -- ISO 639-3: what the citizen hears when the phone is picked up.
  language text not null,
  -- asked: the caller is still on the line. waiting: in line for an operator. calling: an operator is there, the citizen's phone
  -- rings. talking. resting: nobody picked up, tried again at due_at. closed: with an outcome.
  state text not null default 'asked' check (state in ('asked', 'waiting', 'calling', 'talking', 'resting', 'closed')),
  asked_at timestamptz not null,
  -- The original arrival: the place in line.
  arrived_at timestamptz not null,
  -- The present state's beginning.
  since timestamptz not null,
  due_at timestamptz,
  -- Times that the citizen's phone rang in vain.
  attempts integer not null default 0,
  wait_id uuid references waits,
  -- Of the operator who took it.
  offer_id uuid references offers,
  -- The call to the citizen.
  leg_id uuid,
  -- The conversation that the citizen was put into, when the citizen came back out of it, and when the two had met.
  joined uuid,
  returned_at timestamptz,
  met_at timestamptz,
  outcome text check (outcome in ('spoken', 'called_again', 'not_reached', 'expired', 'cancelled')),
  closed_at timestamptz,
  check ((state = 'closed') = (outcome is not null)),
  check ((state = 'closed') = (closed_at is not null)),
  check (state <> 'resting' or due_at is not null)
);
-- One number is promised one callback at a time.
create unique index callbacks_one_open on callbacks (citizen_id) where state <> 'closed';
create index callbacks_open on callbacks (since) where state <> 'closed';
create index callbacks_open_by_asker on callbacks (asked_by) where state <> 'closed';
create index callbacks_by_wait on callbacks (wait_id);
create index callbacks_by_time on callbacks (asked_at desc, id desc);

-- conversations: a leg may ring the citizen, and legs may be placed about a call that is over while something goes on about it.
alter table legs drop constraint legs_purpose_check;
alter table legs add constraint legs_purpose_check check (purpose in ('operator', 'rung', 'callback'));
alter table calls add column goes_on boolean not null default false;
