import { type Reader, statement, type Tx } from '../platform/postgres.ts'
import type { Answer, Severity, SeverityClass, SeverityReason } from './severity.ts'

type KnownRow = {
  id: string
  kind: string
  class: SeverityClass
  reasons: readonly SeverityReason[]
  silent: boolean
  answers: Readonly<Record<string, { readonly answer: string; readonly gravity: Answer['gravity'] }>>
  has_another: boolean
  nearby: number
}

type SeverityRow = {
  call_sid: string
  kind: string
  class: SeverityClass
  reasons: readonly SeverityReason[]
  silent: boolean
}

export const statements = {
  /** What is known of an emergency, of its caller's others since $2, and of those of its district since $3. */
  known: statement<KnownRow>(
    'emergency.severity_known',
    `select e.id, e.kind, e.class, e.reasons, e.silent, e.answers,
       exists (select from calls c join calls oc on oc.citizen_id = c.citizen_id and oc.call_sid <> c.call_sid
           join emergencies o on o.call_sid = oc.call_sid
         where c.call_sid = e.call_sid and oc.arrived_at > $2 and o.state in ('raised', 'dropped')) as has_another,
       (select count(*)::int from tickets own join tickets other on other.district = own.district and other.contact <> own.contact
           join emergencies o on o.call_sid = other.contact
         where own.contact = e.call_sid and own.district is not null and other.opened_at > $2 and o.raised_at > $3) as nearby
     from emergencies e where e.call_sid = $1`,
  ),
  keep: statement(
    'emergency.severity_keep',
    'update emergencies set class = $2, reasons = $3, silent = $4, answers = $5 where id = $1',
  ),
  ofCall: statement<{ id: string }>('emergency.of_call', 'select id from emergencies where call_sid = $1'),
  ofCalls: statement<SeverityRow>(
    'emergency.severities',
    'select call_sid, kind, class, reasons, silent from emergencies where call_sid = any($1::text[])',
  ),
}

export type Known = {
  readonly id: string
  readonly kind: string
  readonly class: SeverityClass
  readonly reasons: readonly SeverityReason[]
  readonly silent: boolean
  readonly answers: readonly Answer[]
  readonly hasAnother: boolean
  readonly nearby: number
}

/** Null for a call without an emergency. Times in milliseconds since 1970. */
export async function selectKnown(
  reader: Reader,
  callSid: string,
  since: { readonly another: number; readonly nearby: number },
): Promise<Known | null> {
  const [row] = await reader.run(statements.known, [callSid, new Date(since.another), new Date(since.nearby)])
  if (row === undefined) return null
  const { id, kind, reasons, silent, nearby } = row
  const answers = Object.entries(row.answers).map(([question, told]) => ({ question, ...told }))
  return { id, kind, class: row.class, reasons, silent, answers, hasAnother: row.has_another, nearby }
}

export function keepSeverity(
  tx: Tx,
  id: string,
  { class: severity, reasons }: Severity,
  { silent, answers }: { readonly silent: boolean; readonly answers: readonly Answer[] },
): void {
  const told = Object.fromEntries(answers.map(({ question, ...answer }) => [question, answer]))
  tx.post(statements.keep, [id, severity, JSON.stringify(reasons), silent, JSON.stringify(told)])
}

export const severitiesOf = (reader: Reader, callSids: readonly string[]) => reader.run(statements.ofCalls, [callSids])

export const emergencyOfCall = async (reader: Reader, callSid: string): Promise<string | null> =>
  (await reader.run(statements.ofCall, [callSid]))[0]?.id ?? null
