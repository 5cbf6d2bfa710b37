import { type Reader, statement } from '../platform/postgres.ts'
import type { SeverityClass, SeverityReason } from './severity.ts'

type Row = {
  readonly class: SeverityClass
  readonly reasons: readonly SeverityReason[]
  readonly silent: boolean
}

export const statements = {
  severity: statement<Row>(
    'emergency.handover_severity',
    'select class, reasons, silent from emergencies where id = $1',
  ),
}

export async function severityOf(reader: Reader, emergencyId: string): Promise<Row> {
  const [row] = await reader.run(statements.severity, [emergencyId])
  return row ?? { class: 'unclear', reasons: [], silent: false }
}
