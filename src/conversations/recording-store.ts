import { type Reader, statement, type Tx } from '../platform/postgres.ts'

export const statements = {
  // Forward only: one that is complete stays so, whatever comes late.
  save: statement<{ recording_sid: string }>(
    'conversations.save_recording',
    `insert into recordings (recording_sid, call_sid, status, status_rank, duration_seconds, at, kind, conversation_id)
     values ($1, $2, $3, $4, $5, $6, case when $7::uuid is null then 'message' else 'conversation' end, $7)
     on conflict (recording_sid) do update
       set status = excluded.status, status_rank = excluded.status_rank, duration_seconds = excluded.duration_seconds, at = excluded.at
       where recordings.status_rank < excluded.status_rank
     returning recording_sid`,
  ),
  ofCall: statement<RecordingRow>(
    'conversations.recordings_of_call',
    'select recording_sid, kind, status, duration_seconds, at from recordings where call_sid = $1 order by at, recording_sid',
  ),
  // By the carrier's name of the conference, whose events have told whose it is.
  ofConference: statement<{ id: string; citizen_call_sid: string }>(
    'conversations.of_conference',
    `select id, citizen_call_sid from conversations where id = (
       select conversation_id from conference_events where conference_sid = $1 limit 1
     )`,
  ),
  line: statement<{ line: string }>(
    'conversations.line_of',
    'select c.line from conversations v join calls c on c.call_sid = v.citizen_call_sid where v.id = $1',
  ),
}

type RecordingRow = {
  recording_sid: string
  kind: RecordingKind
  status: string
  duration_seconds: number | null
  at: Date
}

/** What a citizen says after the tone, or what is said in a conversation. */
export type RecordingKind = 'message' | 'conversation'

export type RecordingStatus = 'in-progress' | 'completed' | 'absent' | 'failed'

export type Recording = {
  readonly recordingSid: string
  readonly kind: RecordingKind
  readonly status: string
  readonly durationSeconds: number | null
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Whether this was news. */
export async function saveRecording(
  tx: Tx,
  recording: {
    readonly recordingSid: string
    readonly callSid: string
    readonly status: RecordingStatus
    readonly seconds: number
    /** The conversation that was recorded; absent for a message. */
    readonly conversationId?: string
  },
  now: number,
): Promise<boolean> {
  const { recordingSid, callSid, status, seconds } = recording
  const isOver = status !== 'in-progress'
  const values = [
    recordingSid,
    callSid,
    status,
    isOver ? 1 : 0,
    isOver ? seconds : null,
    new Date(now),
    recording.conversationId ?? null,
  ]
  return (await tx.run(statements.save, values)).length > 0
}

export async function selectRecordings(reader: Reader, callSid: string): Promise<readonly Recording[]> {
  const rows = await reader.run(statements.ofCall, [callSid])
  return rows.map((row) => ({
    recordingSid: row.recording_sid,
    kind: row.kind,
    status: row.status,
    durationSeconds: row.duration_seconds,
    at: row.at.getTime(),
  }))
}

/** The conversation that this conference is, as its events have told. */
export async function selectRecorded(
  reader: Reader,
  conferenceSid: string,
): Promise<{ readonly conversationId: string; readonly callSid: string } | null> {
  const [row] = await reader.run(statements.ofConference, [conferenceSid])
  return row === undefined ? null : { conversationId: row.id, callSid: row.citizen_call_sid }
}

/** The line that the citizen of this conversation has called. */
export const selectLine = async (reader: Reader, conversationId: string): Promise<string | null> =>
  (await reader.run(statements.line, [conversationId]))[0]?.line ?? null
