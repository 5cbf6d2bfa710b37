-- platform: facts that travel against the arrows of the house.
-- A fact is written in the transaction that made it true; a relay hands each to the rooms that asked for its topic.
create table outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  payload jsonb not null,
  at timestamptz not null,
  -- Set when every handler has had it. Failing facts wait until then and never block the ones behind them.
  handled_at timestamptz,
  not_before timestamptz not null,
  attempts integer not null default 0
);
create index outbox_due on outbox (not_before, id) where handled_at is null;
