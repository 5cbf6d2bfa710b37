-- dispatch: waiting callers, operators' presence, who is offered whom.
create table operators (
  staff_id uuid primary key references staff,
  -- free: may be offered. offered: rings. talking. wrap_up: writing. paused, offline: asks for nothing.
  state text not null default 'offline' check (state in ('offline', 'paused', 'free', 'offered', 'talking', 'wrap_up')),
  since timestamptz not null,
  -- When the present state ends by itself (wrap-up, the rest after missed rings).
  until timestamptz,
  -- What a wrap-up, a pause asked for in mid-call or a rest goes to.
  then_state text check (then_state in ('free', 'paused', 'offline')),
  -- The phone that rings: E.164, sip: or client:.
  device jsonb,
  -- Rings in a row that nobody answered.
  missed integer not null default 0,
  free_since timestamptz
);
create index operators_free on operators (free_since) where state = 'free';

create table waits (
  id uuid primary key,
  call_sid text not null unique references calls,
  lane text not null,
  priority integer not null,
  emergency_id uuid,
  state text not null check (state in ('waiting', 'joined', 'finished', 'left')),
  -- Place in line: the call's arrival, kept when a conversation breaks off.
  arrived_at timestamptz not null,
  began_at timestamptz not null,
  -- Only callers with a fresh heartbeat are offered.
  heartbeat_at timestamptz not null,
  offer_after timestamptz not null,
  -- Times that the caller came back from a conversation that broke off; such a caller stands at the front of the lane.
  returns integer not null default 0,
  conversation_id uuid,
  -- Joined to a partner who has not acknowledged yet: operators are still offered the caller, and join as a third.
  open_to_more boolean not null default false,
  -- More than one of us and our partners are in it: one leaving does not send the caller back.
  shared boolean not null default false,
  joined_at timestamptz,
  settled_at timestamptz
) with (fillfactor = 70);
create index waits_waiting on waits (priority desc, returns desc, arrived_at) where state = 'waiting';

create table offers (
  id uuid primary key,
  wait_id uuid not null references waits,
  staff_id uuid not null references operators,
  state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'missed', 'withdrawn', 'ended')),
  -- Why this operator: shown on the card and in the timeline.
  reason text not null,
  leg_id uuid,
  offered_at timestamptz not null,
  -- The lease outlives the ring: a late accept is honoured if the citizen still waits.
  expires_at timestamptz not null,
  settled_at timestamptz
);
-- Two callers for one operator, or two answers for one caller, cannot be stored.
create unique index offers_one_live_per_operator on offers (staff_id) where state in ('open', 'accepted');
create unique index offers_one_accepted_per_wait on offers (wait_id) where state = 'accepted';
create index offers_by_wait on offers (wait_id);
create index offers_expiring on offers (expires_at) where state = 'open';
