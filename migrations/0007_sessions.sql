-- sessions: a citizen's dialogue. A call keeps the flow revision that it began with.
create table flow_revisions (
  revision text primary key,
  flow_id text not null,
  document jsonb not null,
  first_seen_at timestamptz not null
);

create table sessions (
  -- The contact: a CallSid.
  id text primary key,
  revision text not null references flow_revisions,
  -- json, not jsonb: written at every turn and never searched.
  state json not null,
  turn integer not null,
  epoch integer not null,
  -- The answer of the present state: what a repeated or outdated request hears again.
  verbs json not null,
  last_token text,
  -- Who calls, as far as a flow may know: the citizen's id (never a number), withheld or not, can be texted or not.
  caller json not null,
  -- The wait in a lane, if the dialogue has begun one.
  wait_id uuid,
  ticket_id uuid,
  updated_at timestamptz not null
) with (fillfactor = 50);
