/** The hotline under faults: a crowd calls, real processes fall, and then everything has to come to its end. */

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
import { quietPort } from '../../support/port.ts'
import { whatCarrierMinded } from '../../support/verdict.ts'
import { gather } from './crowd.ts'
import { startElsewhere } from './elsewhere.ts'
import { accountSid, authToken, type Machine, startMachine } from './machine.ts'
import { answersAsked, ladderPhones, leavesEmptyRooms } from './others.ts'
import { rage, schedule } from './storm.ts'
import { judge, unfinished } from './verdict.ts'
import { watch } from './witness.ts'
import { write } from './writer.ts'

export type Ordeal = {
  readonly seed: number
  /** People on the line at once. */
  readonly callers: number
  readonly operators: number
  /** Seconds that a caller waits for an operator at most. */
  readonly patience: number
  /** Real seconds of faults, and one every so many. */
  readonly seconds: number
  readonly everySeconds: number
  /** Real seconds of one simulated second, when the faults are over. */
  readonly afterwards: number
}

const settlingIn = 6_000
/** Longest that the end may take, in real seconds. */
const longestEnd = 240

const clerk = { login: 'penulis', password: 'a long password of penulis' }

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
  const added = await database.transact((tx) =>
    addStaff(tx, { ...clerk, name: 'Penulis', roles: ['operator'] }, context()),
  )
  if (added.outcome !== 'added') throw new Error('the clerk could not be added')
  await database.close()
}

/** Where dozens are in danger at once, a control room takes more than the three calls of a small regency. */
const callsPerTarget = 20

/** The shipped site with control rooms of a province's size. */
function provinceSite(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'sahut-province-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  cpSync('ivr-flows', folder, { recursive: true })
  const file = join(folder, 'site.yaml')
  const site = readFileSync(file, 'utf8')
  const larger = site.replaceAll(/max_calls_per_target: \d+/g, `max_calls_per_target: ${callsPerTarget}`)
  if (larger === site) throw new Error('the shipped ladders have no limit of calls')
  writeFileSync(file, larger)
  return folder
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
  { seed, callers, operators, patience, seconds, everySeconds, afterwards }: Ordeal,
): Promise<void> {
  const folder = provinceSite(t)
  const loaded = await loadSite(folder)
  if (loaded.outcome === 'problems') throw new Error('the shipped site is broken')
  const { site } = loaded
  const machine = await startMachine(folder)
  t.teardown(() => machine.close())
  const elsewhere = await startElsewhere(site, await quietPort())
  t.teardown(elsewhere.close)
  const simulator = await startSimulator({
    appUrl: machine.publicUrl,
    accountSid,
    authToken,
    // As the README has it set up at the carrier.
    lines: usualLines.map((line) => ({
      ...line,
      voiceUrl: webhookUrls(machine.publicUrl).arrival,
      voiceFallbackUrl: elsewhere.url,
    })),
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
  answersAsked(simulator, ladderPhones(simulator, makeRaces(seed), dutyAddresses(site), callsPerTarget))
  t.teardown(leavesEmptyRooms(simulator))
  const witness = watch(simulator)
  const crowd = gather(simulator, makeRaces(seed + 1), callers, patience)
  t.teardown(crowd.leave)
  const writer = write(machine.publicUrl, clerk, crowd.everybody)
  t.teardown(writer.stop)
  const faults = schedule(seed, seconds, everySeconds)
  t.comment(`SEED=${seed}: ${callers} on the line, ${operators} operators, ${faults.length} faults in ${seconds} s`)
  // Until everybody has dialled and the first of them wait.
  await pause(settlingIn)
  await rage(machine, simulator, faults, ({ at, kind, member, lasts }) =>
    t.comment(`${at.toFixed(0)} s: ${kind} (${member}, ${lasts.toFixed(1)} s)`),
  )
  crowd.close()
  const over = performance.now()
  await until(async () => crowd.everybody.every(({ endedAt }) => endedAt !== null), 120)
  const ended = performance.now()
  witness.stop()
  await writer.stop()
  // Nobody at all answers until the whole house runs again at the other pace: that is none of the storm's faults.
  const stopped = clock.now()
  await machine.stop()
  clock.rescale(afterwards)
  await machine.start(simulator.url, timeAt(afterwards))
  const started = clock.now()
  const pool = new pg.Pool({ connectionString: machine.databaseUrl, max: 2 })
  pool.on('error', () => {})
  t.teardown(() => pool.end())
  await until(async () => (await unfinished(pool)).length === 0, longestEnd)
  const settled = performance.now()
  const still = crowd.everybody.filter(({ endedAt }) => endedAt === null)
  const left = [
    ...(await unfinished(pool)),
    ...(still.length > 0 ? [`${still.length} people are still on the line`] : []),
  ]
  const verdict = await judge(pool, { everybody: crowd.everybody, witness, left })
  const lost = await writer.lost(pool)
  const said = [
    `${writer.acknowledged()} savings of written words acknowledged`,
    `${elsewhere.asked()} documents asked of the other host`,
    `after the faults the last call ended in ${Math.round((ended - over) / 1000)} s, and all was final ${Math.round((settled - ended) / 1000)} s later`,
  ]
  for (const sentence of [...verdict.report, ...said]) t.comment(sentence)
  for (const [sentence, count] of machine.errors()) t.comment(`in the logs, ${count} times: ${sentence}`)
  for (const sentence of whatFailed(simulator)) t.comment(sentence)
  t.strictSame(verdict.broken, [], 'nobody fell')
  t.strictSame(lost, [], 'no word that was acknowledged is lost')
  t.ok(writer.acknowledged() > 0, 'somebody wrote')
  const heard = simulator.log().filter(({ at }) => at < stopped || at > started)
  const unheard = whatCarrierMinded(simulator.log()).length - whatCarrierMinded(heard).length
  if (unheard > 0) t.comment(`while all processes were started anew: ${unheard} application errors`)
  t.strictSame(whatCarrierMinded(heard), [], 'nobody heard an application error')
  t.strictSame(simulator.defects(), [], 'the carrier itself is sound')
}
