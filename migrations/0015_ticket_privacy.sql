-- tickets: how much of the reporter may be known to whom, and another number than the one that called.
alter table tickets
  -- secret: the name stays with the coordinator. anonymous: with nobody. Either is opened only with a reason that is recorded.
  add column privacy text not null default 'open' check (privacy in ('open', 'secret', 'anonymous')),
  -- Whose number was given to be called back at; no number stands here.
  add column contact_citizen_id uuid references citizens;
