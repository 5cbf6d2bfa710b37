-- emergency: one caller's danger, and the ladder that climbs until a human has it.
create table emergencies (
  id uuid primary key,
  call_sid text not null unique references calls,
  kind text not null,
  ladder text not null,
  -- dropped: the call ended before anyone acknowledged; somebody must call back.
  state text not null default 'raised' check (state in ('raised', 'acknowledged', 'closed', 'dropped')),
  raised_at timestamptz not null,
  -- When the ladder takes its next step; null when it rests.
  climb_at timestamptz,
  -- Rungs begun so far, over all rounds: the next one is this number modulo the ladder's length.
  climbed integer not null default 0,
  settled_at timestamptz,
  settled_by text,
  reason text
);
create index emergencies_climbing on emergencies (climb_at) where state = 'raised';

create table rung_attempts (
  id uuid primary key,
  emergency_id uuid not null references emergencies,
  rung text not null,
  -- Which place it was on the ladder, over all rounds. One attempt a place.
  place integer not null,
  accepts text not null check (accepts in ('key', 'talk')),
  -- For `talk`: so many seconds of conversation acknowledge.
  talk_seconds integer not null,
  state text not null default 'ringing' check (state in ('ringing', 'talking', 'accepted', 'refused', 'failed', 'withdrawn', 'ended')),
  leg_id uuid,
  conversation_id uuid,
  started_at timestamptz not null,
  talking_since timestamptz,
  settled_at timestamptz,
  unique (emergency_id, place)
);
create index rung_attempts_live on rung_attempts (rung) where state in ('ringing', 'talking', 'accepted');
