/** What has waited too long, whoever should have done it: for Prometheus in seconds, for people in sentences. */

import { heartbeatFreshMilliseconds } from './dispatch/wait.ts'
import type { Clock } from './platform/clock.ts'
import type { Lag } from './platform/health.ts'
import { addGauge, type Metrics } from './platform/metrics.ts'
import { oldestFactSeconds } from './platform/outbox.ts'
import type { Database } from './platform/postgres.ts'
import type { Queues } from './platform/queue.ts'
import { oldestCommand, oldestText, waitingCallers } from './reporting/backlog-store.ts'

/** The queues that `worker.ts` works. */
export const queueNames = ['carrier', 'match', 'offer', 'climb', 'callbacks', 'outbox', 'texts'] as const

type Measured = Lag & { readonly measure: string; readonly help: string }

export type BacklogOf = { readonly database: Database; readonly queues: Queues; readonly clock: Clock }

const callersOf = ({ database, clock }: BacklogOf) => {
  const now = clock()
  return waitingCallers(database, now, now - heartbeatFreshMilliseconds)
}

const measured = (of: BacklogOf): readonly Measured[] => [
  {
    name: 'callers',
    measure: 'sahut_longest_wait_seconds',
    help: 'How long the caller who waits longest has waited for a human',
    read: async () => (await callersOf(of)).seconds,
    limitSeconds: 120,
    advice: 'A caller has waited this long for a human: are enough operators on duty?',
  },
  {
    name: 'commands',
    measure: 'sahut_oldest_command_seconds',
    help: 'How long the oldest command to the carrier has been due',
    read: () => oldestCommand(of.database, of.clock()),
    limitSeconds: 15,
    advice: 'A command to the carrier has been due this long: does a worker run, and does the carrier answer it?',
  },
  {
    name: 'texts',
    measure: 'sahut_oldest_text_seconds',
    help: 'How long the oldest text message has been due to be sent',
    read: () => oldestText(of.database, of.clock()),
    limitSeconds: 60,
    advice: 'A text message has been due this long: does a worker run, and does the carrier answer it?',
  },
  {
    name: 'facts',
    measure: 'sahut_oldest_fact_seconds',
    help: 'How long the oldest fact of the outbox has not been handed on',
    read: () => oldestFactSeconds(of.database, of.clock()),
    limitSeconds: 60,
    advice:
      'What one room told the others has waited this long: does a worker run? If it does, its log names the handler that fails.',
  },
  {
    name: 'jobs',
    measure: 'sahut_oldest_job_seconds',
    help: 'How long the oldest job of all queues has waited to be begun',
    read: () => of.queues.oldestSeconds(queueNames),
    limitSeconds: 15,
    advice: 'Nobody has taken up a job for this long: does a worker run? Calls go on meanwhile, a little slower.',
  },
]

/** Puts the measures before Prometheus, and gives what a page of health tells of them. */
export function measureBacklog(metrics: Metrics, of: BacklogOf): readonly Lag[] {
  const all = measured(of)
  for (const { measure, help, read } of all) addGauge(metrics, measure, help, read)
  addGauge(metrics, 'sahut_waiting_callers', 'Callers on the line who wait for a human', async () => {
    return (await callersOf(of)).callers
  })
  return all
}
