import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { CallOutcome } from './call-outcome.ts'
import { wordsOf } from './call-words.ts'

/** One call that has ended, with what the other rooms keep of it. */
export type EndedCallRow = {
  readonly call_sid: string
  readonly arrived_at: Date
  readonly citizen_id: string | null
  readonly line: string
  readonly lane: string | null
  readonly node: string | null
  readonly heard: boolean
  readonly operator_joined: boolean
  readonly partner_joined: boolean
  readonly handed_off: boolean
  readonly left_message: boolean
  readonly recorded: boolean
  readonly said_goodbye: boolean
  readonly gave_sign: boolean
  readonly lasted_seconds: number
  readonly silence: 'silent' | 'open_line' | null
  readonly waited: boolean
  readonly met_at: Date | null
  readonly operator_id: string | null
  readonly callback: 'spoken' | 'asked' | null
  readonly emergency: string | null
  readonly topic: string | null
  readonly district: string | null
  readonly privacy: string | null
  /** Everything that was written and said, as text. */
  readonly words: string
}

/** A row of the log; times in ISO 8601. */
export type LogEntry = {
  readonly call_sid: string
  readonly arrived_at: string
  readonly citizen_id: string | null
  readonly line: string
  readonly lane: string | null
  readonly node: string | null
  readonly outcome: CallOutcome
  readonly operator_id: string | null
  readonly topic: string | null
  readonly district: string | null
  readonly emergency: string | null
  readonly privacy: string
  readonly answered_seconds: number | null
  readonly words: string | null
}

export const statements = {
  take: statement<{ call_sid: string }>(
    'console.take_call_log_due',
    `delete from call_log_due where id in (select id from call_log_due order by id limit $1 for update skip locked)
     returning call_sid`,
  ),
  // After `take`, in a statement of its own: it sees everything that the marks were set for.
  ended: statement<EndedCallRow>(
    'console.ended_calls',
    `select c.call_sid, c.arrived_at, c.citizen_id, c.line, c.lane, c.node,
       told.heard, told.operator_joined, told.partner_joined, told.handed_off, told.left_message, told.recorded,
       told.said_goodbye, told.gave_sign, extract(epoch from c.ended_at - c.arrived_at)::float8 as lasted_seconds, wrapped.silence,
       told.waited, told.met_at, served.staff_id as operator_id,
       case b.outcome when 'spoken' then 'spoken' else case when b.id is not null then 'asked' end end as callback,
       e.kind as emergency, t.topic, t.district, t.privacy,
       concat_ws(' ', t.description, t.place, e.reason, noted.words, wrapped.words, told.words) as words
     from calls c
     left join tickets t on t.contact = c.call_sid
     left join emergencies e on e.call_sid = c.call_sid
     left join callbacks b on b.call_sid = c.call_sid
     left join lateral (
       select o.staff_id from waits w join offers o on o.wait_id = w.id and o.state in ('accepted', 'ended')
       where w.call_sid = c.call_sid order by o.offered_at desc limit 1
     ) served on true
     cross join lateral (
       select coalesce(bool_or(kind = 'node.entered'), false) as heard,
         coalesce(bool_or(kind = 'operator.joined'), false) as operator_joined,
         coalesce(bool_or(kind = 'rung.joined'), false) as partner_joined,
         coalesce(bool_or(kind = 'dialogue.ended' and facts ->> 'how' = 'handed_off'), false) as handed_off,
         coalesce(bool_or(kind = 'dialogue.ended' and facts ->> 'how' = 'recorded'), false) as left_message,
         coalesce(bool_or(kind in ('words.recorded', 'words.written')), false) as recorded,
         coalesce(bool_or(kind = 'dialogue.ended' and facts ->> 'how' = 'goodbye'), false) as said_goodbye,
         coalesce(bool_or(kind in ('choice.made', 'answer.given', 'words.recorded', 'words.written', 'words.heard', 'danger.heard',
           'emergency.told', 'wait.left') or (kind = 'input.missed' and facts ->> 'why' = 'no_match')), false) as gave_sign,
         coalesce(bool_or(kind = 'wait.began'), false) as waited,
         min(at) filter (where kind in ('operator.joined', 'rung.joined')) as met_at,
         string_agg(coalesce(facts ->> 'value', facts ->> 'text'), ' ')
           filter (where kind in ('answer.given', 'words.written', 'words.heard')
             -- Numbers are no words: nobody is found by one but by the look-up that the audit keeps.
             and coalesce(facts ->> 'value', facts ->> 'text') !~ '^[-+*#0-9 ().]*$') as words
       from call_events where call_sid = c.call_sid and not ignored
     ) told
     left join lateral (
       select string_agg(facts ->> 'text', ' ') as words from ticket_events
       where ticket_id = t.id and kind in ('ticket.noted', 'ticket.answered')
     ) noted on true
     left join lateral (
       select string_agg(note, ' ') as words,
         (array_agg(case when disposition in ('silent', 'open_line') then disposition end order by at desc))[1] as silence
       from dispositions where call_sid = c.call_sid) wrapped on true
     where c.call_sid = any($1) and c.ended_at is not null`,
  ),
  keep: statement(
    'console.keep_call_log',
    `insert into call_log (call_sid, arrived_at, citizen_id, line, lane, node, outcome, operator_id, topic, district,
       emergency, privacy, answered_seconds, words)
     select call_sid, arrived_at, citizen_id, line, lane, node, outcome, operator_id, topic, district,
       emergency, privacy, answered_seconds, ${wordsOf('words')}
     from jsonb_to_recordset($1) as made (call_sid text, arrived_at timestamptz, citizen_id uuid, line text, lane text,
       node text, outcome text, operator_id uuid, topic text, district text, emergency text, privacy text,
       answered_seconds integer, words text)
     on conflict (call_sid) do update set arrived_at = excluded.arrived_at, citizen_id = excluded.citizen_id,
       line = excluded.line, lane = excluded.lane, node = excluded.node, outcome = excluded.outcome,
       operator_id = excluded.operator_id, topic = excluded.topic, district = excluded.district,
       emergency = excluded.emergency, privacy = excluded.privacy, answered_seconds = excluded.answered_seconds,
       words = excluded.words`,
  ),
}

/** The calls of the oldest marks, which are taken away with it; a call may stand in it more than once. */
export async function takeDue(tx: Tx, limit: number): Promise<readonly string[]> {
  return (await tx.run(statements.take, [limit])).map(({ call_sid }) => call_sid)
}

/** Those of them that have ended. */
export const selectEnded = (reader: Reader, callSids: readonly string[]): Promise<readonly EndedCallRow[]> =>
  reader.run(statements.ended, [callSids])

export function keep(tx: Tx, entries: readonly LogEntry[]): void {
  tx.post(statements.keep, [JSON.stringify(entries)])
}
