import { type Reader, statement, type Tx } from '../platform/postgres.ts'

export const statements = {
  // Forward only: one that is complete stays so, whatever comes late.
  save: statement<{ recording_sid: string }>(
    'conversations.save_recording',
    `insert into recordings (recording_sid, call_sid, status, status_rank, duration_seconds, at) values ($1, $2, $3, $4, $5, $6)
     on conflict (recording_sid) do update
       set status = excluded.status, status_rank = excluded.status_rank, duration_seconds = excluded.duration_seconds, at = excluded.at
       where recordings.status_rank < excluded.status_rank
     returning recording_sid`,
  ),
  ofCall: statement<{ recording_sid: string; status: string; duration_seconds: number | null; at: Date }>(
    'conversations.recordings_of_call',
    'select recording_sid, status, duration_seconds, at from recordings where call_sid = $1 order by at, recording_sid',
  ),
}

export type RecordingStatus = 'in-progress' | 'completed' | 'absent' | 'failed'

export type Recording = {
  readonly recordingSid: string
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
  },
  now: number,
): Promise<boolean> {
  const { recordingSid, callSid, status, seconds } = recording
  const isOver = status !== 'in-progress'
  const values = [recordingSid, callSid, status, isOver ? 1 : 0, isOver ? seconds : null, new Date(now)]
  return (await tx.run(statements.save, values)).length > 0
}

export async function selectRecordings(reader: Reader, callSid: string): Promise<readonly Recording[]> {
  const rows = await reader.run(statements.ofCall, [callSid])
  return rows.map((row) => ({
    recordingSid: row.recording_sid,
    status: row.status,
    durationSeconds: row.duration_seconds,
    at: row.at.getTime(),
  }))
}
