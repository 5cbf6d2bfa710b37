-- conversations: who is held and muted, and what is recorded of them.
alter table conversations
  -- Who holds the citizen: the operator's leg, or a person as `staff:<id>`; null: the citizen hears the others.
  add column held_by text,
  add column held_since timestamptz,
  -- Labels of those whom nobody hears.
  add column muted text[] not null default '{}';

-- message: what a citizen says after the tone. conversation: what is said in a conference.
alter table recordings
  add column kind text not null default 'message' check (kind in ('message', 'conversation')),
  add column conversation_id uuid;

-- dispatch: an operator brought 119 in, who joins although somebody of ours is there.
alter table waits add column open_to_partners boolean not null default false;

-- A colleague who was brought in is there beside the operator who has the caller.
drop index offers_one_accepted_per_wait;
create unique index offers_one_accepted_per_wait on offers (wait_id) where state = 'accepted' and reason <> 'colleague';
