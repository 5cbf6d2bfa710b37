import { join } from 'node:path'
import t, { type Test } from 'tap'
import { syncAgencies } from '../../src/agencies/service.ts'
import { createSealer } from '../../src/citizens/seal.ts'
import { moveCall, timeline } from '../../src/conversations/service.ts'
import type { Input } from '../../src/flow/input.ts'
import { dispatchHouse, sessionsHouse } from '../../src/house.ts'
import type { Tx } from '../../src/platform/postgres.ts'
import { arrive, reportStatus, takeTurn } from '../../src/sessions/service.ts'
import { createTurnTaker } from '../../src/sessions/turn-service.ts'
import { loadSite } from '../../src/site.ts'
import { testDatabase } from '../support/database.ts'

const context = { now: Date.UTC(2026, 10, 21, 3), actor: 'citizen' }
const caller = { kind: 'number', address: '+6281200000001', canBeTexted: true } as const
const key = (digits: string): Input => ({ kind: 'digits', digits })
const silence: Input = { kind: 'silence' }

/** Callers of the shipped flow who have heard the first menu. Counts the turns that needed a transaction. */
async function line(t: Test) {
  const loaded = await loadSite(join(import.meta.dirname, '..', '..', 'ivr-flows'))
  if (loaded.outcome !== 'site') throw new Error('the shipped site is broken')
  const database = await testDatabase(t)
  const house = sessionsHouse(loaded.site, dispatchHouse(loaded.site), createSealer('s'.repeat(40)))
  await database.transact((tx) => syncAgencies(tx, loaded.site.agencies, context))
  let transactions = 0
  const counting = {
    ...database,
    transact: <T>(work: (tx: Tx) => Promise<T>) => {
      transactions += 1
      return database.transact(work)
    },
  }
  const take = createTurnTaker(counting, house)
  const rows = async (callSid: string) => {
    const { rows: sessions } = await database.pool.query(
      `select state, turn, sessions.epoch, verbs, last_token, wait_id, node, lane, status, heard_at
       from sessions join calls on call_sid = id where id = $1`,
      [callSid],
    )
    const told = (await timeline(database, callSid)).map(({ id: _, ...entry }) => entry)
    return { sessions, told }
  }
  return {
    database,
    house,
    rows,
    transactions: () => transactions,
    arrive: (callSid: string) =>
      database.transact((tx) =>
        arrive(tx, house, { callSid, line: '+62751000100', caller, status: 'ringing', token: null }, context),
      ),
    quietly: (callSid: string, turn: number, input: Input, epoch = 0, token: string | null = null) =>
      take({ callSid, turn, epoch, token, input }, context),
    ordinarily: (callSid: string, turn: number, input: Input) =>
      database.transact((tx) => takeTurn(tx, house, { callSid, turn, epoch: 0, token: null, input }, context)),
  }
}

t.test('a quiet turn leaves the same rows and says the same as an ordinary one', async (t) => {
  const { arrive, quietly, ordinarily, rows, transactions } = await line(t)
  await Promise.all([arrive('CAquiet'), arrive('CAordinary')])
  const inputs = [silence, key('8'), key('2'), key('2'), key('1'), key('0')]
  for (const [index, input] of inputs.entries()) {
    const before = transactions()
    const quiet = await quietly('CAquiet', index + 1, input)
    t.same(quiet, await ordinarily('CAordinary', index + 1, input), `turn ${index + 1}`)
    const opensTicket = index === 2
    const choosesTopic = index === 4
    t.equal(transactions() > before, opensTicket || choosesTopic, `turn ${index + 1} takes the way that it needs`)
  }
  t.same(await rows('CAquiet'), await rows('CAordinary'))
})

t.test('many turns at once are each taken once, and the same one twice is repeated', async (t) => {
  const { arrive, quietly, rows } = await line(t)
  const sids = Array.from({ length: 100 }, (_, index) => `CA${index}`)
  await Promise.all(sids.map(arrive))
  const answers = await Promise.all([...sids, ...sids].map((callSid) => quietly(callSid, 1, key('8'))))
  t.equal(answers.filter(({ outcome }) => outcome === 'answered').length, 100)
  t.equal(answers.filter(({ outcome }) => outcome === 'repeated').length, 100)
  for (const callSid of ['CA0', 'CA57', 'CA99']) {
    const { sessions, told } = await rows(callSid)
    t.match(sessions, [{ turn: 2, state: { missed: { no_match: 1 } } }])
    t.equal(told.filter(({ kind }) => kind === 'input.missed').length, 1)
  }
  const unknown = await quietly('CAnobody', 1, key('8'))
  t.same(unknown, { outcome: 'unknown_call' })
})

t.test('who holds one dialogue holds up nobody else', async (t) => {
  const { database, arrive, quietly } = await line(t)
  await Promise.all(['CAheld', 'CAfree'].map(arrive))
  const holder = await database.pool.connect()
  await holder.query('begin')
  await holder.query(`select from sessions where id = 'CAheld' for update`)
  const held = quietly('CAheld', 1, key('8'))
  const free = await quietly('CAfree', 1, key('8'))
  t.match(free, { outcome: 'answered', turn: 2 })
  await holder.query('commit')
  holder.release()
  t.match(await held, { outcome: 'answered', turn: 2 }, 'and the held one is taken when it is free')
})

t.test('a call that was moved, has ended or belongs to another epoch is taken the ordinary way', async (t) => {
  const { database, house, arrive, quietly, transactions } = await line(t)
  await Promise.all(['CAmoved', 'CAended', 'CAold'].map(arrive))
  await database.transact((tx) => moveCall(tx, { callSid: 'CAmoved', why: 'test' }, context))
  const report = { callSid: 'CAended', status: 'completed', at: context.now, durationSeconds: 3 } as const
  await database.transact((tx) => reportStatus(tx, house, report, context))
  t.match(await quietly('CAmoved', 1, key('8')), { outcome: 'answered', turn: 2, epoch: 1 })
  t.match(await quietly('CAended', 1, key('8')), { outcome: 'answered', verbs: [{ verb: 'hangup' }] })
  t.match(await quietly('CAold', 7, key('8')), { outcome: 'repeated', turn: 1 })
  t.equal(transactions(), 3)
})
