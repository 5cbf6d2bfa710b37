-- citizens: what a number did that costs others their turn. Nothing here blocks anybody: src/citizens/nuisance.ts.
create table nuisance_facts (
  -- The call of which somebody told it; told again, the last word counts.
  call_sid text primary key,
  citizen_id uuid not null references citizens on delete cascade,
  kind text not null check (kind in ('prank', 'abusive', 'silent')),
  at timestamptz not null,
  told_by text not null
);
create index nuisance_facts_by_citizen on nuisance_facts (citizen_id, at desc);
create index nuisance_facts_by_time on nuisance_facts (at desc);

-- A person has said that this number is none: what lies before counts no more.
create table nuisance_lifts (
  id uuid primary key,
  citizen_id uuid not null references citizens on delete cascade,
  at timestamptz not null,
  lifted_by text not null,
  reason text not null check (reason <> '')
);
create index nuisance_lifts_by_citizen on nuisance_lifts (citizen_id, at desc);

-- dispatch: callers who arrive up to so many seconds later go first. Never for an emergency.
alter table waits add column lets_pass_seconds integer not null default 0 check (lets_pass_seconds >= 0);
