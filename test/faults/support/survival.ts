/** The hotline under faults: a crowd calls, real processes fall, and then everything has to come to its end. */

import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Test } from 'tap'
import { setPresence } from '../../../src/dispatch/service.ts'
import { dispatchHouse } from '../../../src/house.ts'
import { addStaff } from '../../../src/identity/service.ts'
import { openDatabase } from '../../../src/platform/postgres.ts'
import { makeRaces } from '../../../src/simulator/races.ts'
import { type Simulator, startSimulator, usualLines } from '../../../src/simulator/server.ts'
import { loadSite, type Site } from '../../../src/site.ts'
import { webhookUrls } from '../../../src/telephony/urls.ts'
import { whatCarrierMinded } from '../../support/verdict.ts'
import { gather } from './crowd.ts'
import { accountSid, authToken, type Machine, startMachine } from './machine.ts'
import { answersAsked, ladderPhones, leavesEmptyRooms } from './others.ts'
import { rage, schedule } from './storm.ts'
import { judge, unfinished } from './verdict.ts'
import { watch } from './witness.ts'

export type Ordeal = {
  readonly seed: number
  /** People on the line at once. */
  readonly callers: number
  readonly operators: number
  /** Real seconds of faults, and one every so many. */
  readonly seconds: number
  readonly everySeconds: number
  /** Real seconds of one simulated second, when the faults are over. */
  readonly afterwards: number
}

/** Longest that the end may take, in real seconds. */
const longestEnd = 240

async function staffed(machine: Machine, simulator: Simulator, site: Site, count: number): Promise<void> {
  const database = openDatabase({
    url: machine.databaseUrl,
    connections: 2,
    statementTimeout: 5_000,
    connectionTimeout: 3_000,
    onWake: () => {},
    onIdleError: () => {},
  })
  const house = dispatchHouse(site)
  const context = () => ({ now: simulator.carrier.clock.now().getTime(), actor: 'system' })
  const phones = Array.from({ length: count }, (_, index) =>
    simulator.addPhone({
      id: `operator-${index}`,
      label: `operator ${index}`,
      role: 'operator',
      address: `+6281100${String(index).padStart(6, '0')}`,
      behaviour: 'answers',
      answersAfterSeconds: 2,
    }),
  )
  answersAsked(simulator, phones)
  for (const [index, { address }] of phones.entries()) {
    const login = `petugas${index}`
    const added = await database.transact((tx) =>
      addStaff(tx, { login, name: login, roles: ['operator'], password: `a long password of ${login}` }, context()),
    )
    if (added.outcome !== 'added') throw new Error(`${login} could not be added`)
    const device = { kind: 'number', number: address } as const
    await database.transact((tx) =>
      setPresence(tx, house, { staffId: added.staff.id, state: 'free', device }, context()),
    )
  }
  await database.close()
}

/** Everybody who is named in a ladder, and the line of last resort. */
function dutyAddresses({ ladders, duties }: Site): readonly string[] {
  const targets = [...Object.values(ladders).flatMap(({ rungs }) => rungs), ...duties].map(({ target }) => target)
  return [
    ...new Set(
      targets.flatMap((target) =>
        target.kind === 'sip' ? [target.uri] : target.kind === 'number' ? [target.number] : [],
      ),
    ),
  ]
}

async function until(isSo: () => Promise<boolean>, seconds: number): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  while (!(await isSo()) && performance.now() < deadline) await pause(500)
}

/** Webhooks that got no document, by what they were for and what became of them. */
function whatFailed(simulator: Simulator): readonly string[] {
  const failed = simulator
    .log()
    .filter((entry) => entry.kind === 'webhook' && (entry.status === null || entry.status >= 500))
  const told = Object.groupBy(failed, (entry) =>
    entry.kind === 'webhook'
      ? `${entry.purpose} ${new URL(entry.url).pathname} attempt ${entry.attempt}: ${entry.status ?? entry.error}`
      : '',
  )
  return Object.entries(told).map(([what, all]) => `${all?.length} times ${what}`)
}

/** Lives through it and tells. Fails `t` for every sentence of the verdict that must not be. */
export async function survive(
  t: Test,
  { seed, callers, operators, seconds, everySeconds, afterwards }: Ordeal,
): Promise<void> {
  const loaded = await loadSite('ivr-flows')
  if (loaded.outcome === 'problems') throw new Error('the shipped site is broken')
  const { site } = loaded
  const machine = await startMachine()
  t.teardown(() => machine.close())
  const simulator = await startSimulator({
    appUrl: machine.publicUrl,
    accountSid,
    authToken,
    // As the README has it set up at the carrier.
    lines: usualLines.map((line) => ({ ...line, voiceUrl: webhookUrls(machine.publicUrl).arrival })),
    seed,
    scale: 1,
    port: 0,
    logLimit: 1_000_000,
  })
  t.teardown(() => simulator.close())
  const { clock } = simulator.carrier
  const timeAt = (pace: number) => ({ anchor: Date.now(), at: clock.now().getTime(), pace })
  await machine.start(simulator.url, timeAt(1))
  await staffed(machine, simulator, site, operators)
  answersAsked(simulator, ladderPhones(simulator, makeRaces(seed), dutyAddresses(site), 4))
  t.teardown(leavesEmptyRooms(simulator))
  const witness = watch(simulator)
  const crowd = gather(simulator, makeRaces(seed + 1), callers, 60)
  t.teardown(crowd.leave)
  const faults = schedule(seed, seconds, everySeconds)
  t.comment(`SEED=${seed}: ${callers} on the line, ${operators} operators, ${faults.length} faults in ${seconds} s`)
  await pause(10_000)
  await rage(machine, simulator, faults, ({ at, kind, member, lasts }) =>
    t.comment(`${at.toFixed(0)} s: ${kind} (${member}, ${lasts.toFixed(1)} s)`),
  )
  crowd.close()
  await until(async () => crowd.everybody.every(({ endedAt }) => endedAt !== null), 120)
  witness.stop()
  await machine.stop()
  clock.rescale(afterwards)
  await machine.start(simulator.url, timeAt(afterwards))
  const pool = new pg.Pool({ connectionString: machine.databaseUrl, max: 2 })
  pool.on('error', () => {})
  t.teardown(() => pool.end())
  await until(async () => (await unfinished(pool)).length === 0, longestEnd)
  const still = crowd.everybody.filter(({ endedAt }) => endedAt === null)
  const left = [
    ...(await unfinished(pool)),
    ...(still.length > 0 ? [`${still.length} people are still on the line`] : []),
  ]
  const verdict = await judge(pool, { everybody: crowd.everybody, witness, left })
  for (const sentence of verdict.report) t.comment(sentence)
  for (const [sentence, count] of machine.errors()) t.comment(`in the logs, ${count} times: ${sentence}`)
  for (const sentence of whatFailed(simulator)) t.comment(sentence)
  t.strictSame(verdict.broken, [], 'nobody fell')
  t.strictSame(whatCarrierMinded(simulator.log()), [], 'nobody heard an application error')
  t.strictSame(simulator.defects(), [], 'the carrier itself is sound')
}
