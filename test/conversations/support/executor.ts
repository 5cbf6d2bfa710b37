import type { Test } from 'tap'
import { carrierJobs } from '../../../src/conversations/jobs.ts'
import type { Callee } from '../../../src/conversations/leg.ts'
import { placeLeg } from '../../../src/conversations/service.ts'
import type { Target } from '../../../src/flow/verbs.ts'
import { arrived, listener, offer, type sharedDatabase, testHouse, urls } from './house.ts'
import { type Reply, type Request, wire } from './wire.ts'

export const begin = Date.parse('2026-11-21T08:00:00Z')
export const target: Target = { kind: 'number', number: '+6281100000001' }
export const done = (body: unknown): Reply => ({ status: 200, body })

/** Where the carrier jobs of a test find citizens. */
export const citizens: Readonly<Record<string, Target>> = {
  warga: { kind: 'number', number: '+6281200000001' },
  jauh: { kind: 'number', number: '+88213000000' },
}

export type Shared = Awaited<ReturnType<typeof sharedDatabase>>

/** The executor of commands on a database of its own, with a carrier that answers as it is told. */
export async function executor(
  t: Test,
  shared: Shared,
  answer: (request: Request) => Reply | Promise<Reply>,
  speak?: Parameters<typeof listener>[0],
) {
  const listening = listener(speak)
  await shared.empty()
  const house = await testHouse(t, listening, { shared })
  const far = await wire(t, answer)
  let now = begin
  const jobs = carrierJobs({
    database: house.database,
    carrier: far.carrier,
    urls,
    callerId: '+62751000100',
    mayDial: (to) => to.kind !== 'number' || to.number.startsWith('+62'),
    citizenAt: async (citizenId) => citizens[citizenId] ?? null,
    handlers: listening.handlers,
    clock: () => now,
    jitter: () => 0.5,
    log: { error: () => {}, warn: () => {} },
  })
  await arrived(house.database, 'CA1', begin)
  const { database } = house
  return {
    ...house,
    ...listening,
    asked: far.asked,
    jobs,
    later: (milliseconds: number) => {
      now += milliseconds
    },
    place: (urgent = false, to: Callee = target) =>
      database.transact(async (tx) =>
        placeLeg(
          tx,
          { purpose: 'operator', about: offer, citizenCallSid: 'CA1', target: to, ringSeconds: 20, urgent },
          { now, actor: 'system' },
        ),
      ),
    context: () => ({ now, actor: 'system' }),
    command: async (id: string) => {
      const { rows } = await database.pool.query<{ state: string; attempts: number }>(
        'select state, attempts from carrier_commands where id = $1',
        [id],
      )
      return rows[0]
    },
  }
}
