-- conversations: calls that went on without the database, told afterwards from the journal on disk.
create table diverted_calls (
  call_sid text primary key references calls,
  -- When the call left the database's ways; it never came back to them.
  diverted_at timestamptz not null,
  -- The kind of emergency, once there was one, and who talked with the caller.
  emergency text,
  reached text
);
create index diverted_calls_by_time on diverted_calls (diverted_at desc);

-- What of the journal has been told: an entry that comes twice (a crash, two processes) counts once.
create table replayed_entries (
  call_sid text not null,
  entry text not null,
  at timestamptz not null,
  primary key (call_sid, entry)
);
