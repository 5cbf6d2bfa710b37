/** How dropped calls for help end, for Prometheus: of the last 24 hours. */

import { recoveryOutcomes } from './emergency/recovery.ts'
import type { Clock } from './platform/clock.ts'
import { addGauge, addGauges, type Metrics } from './platform/metrics.ts'
import type { Database } from './platform/postgres.ts'
import { measureRecoveries } from './reporting/recovery-service.ts'

const dayMilliseconds = 24 * 3_600_000

export function addRecoveryMeasures(
  metrics: Metrics,
  { database, clock }: { readonly database: Database; readonly clock: Clock },
): void {
  const read = () => measureRecoveries(database, { from: clock() - dayMilliseconds, until: clock() + 1 })
  const outcomes = {
    name: 'sahut_dropped_emergencies',
    help: 'Calls for help that ended before a human had them, within 24 hours, by what became of them',
    label: 'outcome',
    values: [...recoveryOutcomes, 'unfinished'],
  }
  addGauges(metrics, outcomes, async () => {
    const { unfinished, outcomes: ended } = await read()
    return { ...ended, unfinished }
  })
  addGauge(
    metrics,
    'sahut_recovery_first_ring_seconds',
    'Within how many seconds of the drop nine in ten of those called back within 24 hours were first rung',
    async () => (await read()).firstTrySeconds.p90 ?? Number.NaN,
  )
}
