-- emergency: how grave it is before a human has heard it, why, and whether the caller can speak.
alter table emergencies
  -- src/emergency/severity.ts; ordered there, first the gravest.
  add column class text not null default 'unclear' check (class in ('life', 'urgent', 'silent', 'unclear')),
  -- Why: words of danger, the kind, what stands open, what happens nearby. A list of { because, ... }.
  add column reasons jsonb not null default '[]',
  -- The caller cannot speak, perhaps hides: nothing of ours may ring or text that phone by itself.
  add column silent boolean not null default false,
  -- What was asked by key or word while help was being called: { question: answer }.
  add column answers jsonb not null default '{}';

alter table waits
  -- The emergency's class as a number, greater is graver; 0 for everybody else.
  add column severity integer not null default 0,
  -- The caller has said and pressed nothing at all, or cannot speak: whoever answers is told.
  add column silent boolean not null default false;

-- console: what became of a call is told more finely (src/console/call-outcome.ts), also by what the operator said of a caller who said
-- nothing; the log of older calls is made again by the same rule.
drop trigger call_log_disposition on dispositions;
create trigger call_log_disposition after insert or update on dispositions
  for each row when (new.note is not null or new.disposition in ('silent', 'open_line')) execute function mark_call_log();
insert into call_log_due (call_sid) select call_sid from calls where ended_at is not null order by arrived_at;
