import { type Reader, statement } from '../platform/postgres.ts'

/** More names than these nobody listens to. */
const mostNamed = 3

export const statements = {
  calling: statement<{ rung: string }>(
    'emergency.calling',
    `select a.rung from emergencies e join rung_attempts a on a.emergency_id = e.id
     where e.call_sid = $1 and e.state = 'raised' and a.state = 'ringing' order by a.place limit $2`,
  ),
}

export const selectCalling = async (reader: Reader, callSid: string): Promise<readonly string[]> =>
  (await reader.run(statements.calling, [callSid, mostNamed])).map(({ rung }) => rung)
