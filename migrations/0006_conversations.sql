-- conversations: every call from its first ring, the legs that we placed, who is talking with whom, and the commands to the carrier.
create table calls (
  call_sid text primary key,
  line text not null,
  citizen_id uuid references citizens,
  caller_kind text not null check (caller_kind in ('number', 'sip', 'client', 'withheld', 'raw')),
  -- Forward only by rank; a final status wins. What the carrier reports out of order changes nothing.
  status text not null,
  status_rank smallint not null,
  -- Grows by one each time that we move the call; a request of an older epoch hears the present state and changes nothing.
  epoch integer not null default 0,
  -- The last epoch that the caller's own requests have followed: a move up to it is not needed any more.
  followed_epoch integer not null default 0,
  -- Where the caller is, or was when the call ended: the flow's node.
  node text,
  lane text,
  arrived_at timestamptz not null,
  heard_at timestamptz not null,
  ended_at timestamptz,
  duration_seconds integer
)
-- Every turn writes the row again: room on its page, and no index on what a turn changes, keep that write small (HOT).
with (fillfactor = 60);
create index calls_by_time on calls (arrived_at desc, call_sid);
create index calls_unended on calls (call_sid) where ended_at is null;

create table call_events (
  id bigint generated always as identity primary key,
  call_sid text not null,
  at timestamptz not null,
  kind text not null,
  facts jsonb not null default '{}',
  -- A delivery that came twice or too late: kept for the timeline, of no effect.
  ignored boolean not null default false
);
create index call_events_by_call on call_events (call_sid, id);

create table carrier_commands (
  id uuid primary key,
  kind text not null check (kind in ('place_leg', 'move_call', 'end_call', 'fetch_call', 'update_participant')),
  -- What it is about, for the timeline and for cancelling: the citizen's call.
  call_sid text,
  payload jsonb not null,
  state text not null default 'due' check (state in ('due', 'taken', 'done', 'failed', 'unneeded')),
  attempts integer not null default 0,
  not_before timestamptz not null,
  taken_at timestamptz,
  settled_at timestamptz,
  outcome jsonb,
  created_at timestamptz not null
);
create index carrier_commands_due on carrier_commands (not_before, id) where state in ('due', 'taken');
create index carrier_commands_by_call on carrier_commands (call_sid) where call_sid is not null;

create table legs (
  -- The id of the command that placed it: in the leg's URL, and its participant label. A browser connects by itself, without a command.
  id uuid primary key,
  purpose text not null check (purpose in ('operator', 'rung')),
  -- The offer or the rung's attempt that it serves.
  about uuid not null,
  citizen_call_sid text not null,
  -- Bound by the first webhook or by the REST reply, whichever comes first.
  leg_sid text unique,
  status text not null default 'queued',
  status_rank smallint not null default 0,
  -- The turn that its next webhook brings.
  turn integer not null default 0,
  last_token text,
  -- The verbs last answered: what a second identical webhook hears again.
  answer jsonb,
  placed_at timestamptz not null,
  -- The last time that the carrier spoke of it.
  heard_at timestamptz not null,
  answered_at timestamptz,
  -- When it was first in one conference with the citizen.
  met_at timestamptz,
  -- When we wanted it to end: what is not yet placed then is not placed any more.
  end_wanted_at timestamptz,
  ended_at timestamptz
);
create index legs_unended on legs (heard_at) where ended_at is null;
create index legs_by_citizen on legs (citizen_call_sid);

-- After a request that timed out more than one call may ring for a leg: those that are not the leg, by the SIDs that we heard of.
create table stray_legs (
  leg_sid text primary key,
  leg_id uuid not null references legs,
  state text not null check (state in ('ringing', 'ending', 'over')),
  heard_at timestamptz not null
);
create index stray_legs_ringing on stray_legs (leg_id) where state = 'ringing';

create table conversations (
  -- The conference's friendly name: an id of ours per join, never personal data.
  id uuid primary key,
  citizen_call_sid text not null references calls,
  state text not null default 'open' check (state in ('open', 'closed')),
  conference_sid text,
  -- Whether whoever leaves ends it for all, once that has changed since they joined; null: as each one's document says.
  ends_on_exit boolean,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- When the citizen will have been alone, or in a closed conversation, for too long; null while all is well.
  suspect_at timestamptz
);
create index conversations_suspect on conversations (suspect_at) where suspect_at is not null;
create unique index conversations_one_open on conversations (citizen_call_sid) where state = 'open';

create table conference_events (
  conference_sid text not null,
  sequence integer not null,
  conversation_id uuid not null references conversations,
  kind text not null,
  label text,
  leg_sid text,
  at timestamptz not null,
  reason text,
  primary key (conference_sid, sequence)
);
create index conference_events_by_conversation on conference_events (conversation_id);

create table recordings (
  recording_sid text primary key,
  call_sid text not null,
  status text not null,
  status_rank smallint not null,
  duration_seconds integer,
  at timestamptz not null
);
create index recordings_by_call on recordings (call_sid);
