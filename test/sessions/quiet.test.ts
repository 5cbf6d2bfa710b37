import { join } from 'node:path'
import t, { type Test } from 'tap'
import { syncAgencies } from '../../src/agencies/service.ts'
import { createSealer } from '../../src/citizens/seal.ts'
import { moveCall, timeline } from '../../src/conversations/service.ts'
import type { Input } from '../../src/flow/input.ts'
import { dispatchHouse, sessionsHouse } from '../../src/house.ts'
import type { Statement, Tx } from '../../src/platform/postgres.ts'
import { arrive, reportStatus, takeTurn } from '../../src/sessions/service.ts'
import { createDialogues } from '../../src/sessions/turn-service.ts'
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
  let reads = 0
  const counting = {
    ...database,
    run: <Row>(statement: Statement<Row>, values: readonly unknown[]) => {
      if (statement.name === 'sessions.peek') reads += 1
      return database.run(statement, values)
    },
    transact: <T>(work: (tx: Tx) => Promise<T>) => {
      transactions += 1
      return database.transact(work)
    },
  }
  /** A web process, by its dialogues. */
  const startProcess = () => createDialogues(counting, house)
  const { takeTurn: take } = startProcess()
  const arrivalOf = (callSid: string) =>
    ({ callSid, line: '+62751000100', caller, status: 'ringing', token: null }) as const
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
    reads: () => reads,
    startProcess,
    arrivalOf,
    arrive: (callSid: string) => database.transact((tx) => arrive(tx, house, arrivalOf(callSid), context)),
    quietly: (callSid: string, turn: number, input: Input, epoch = 0, token: string | null = null) =>
      take({ callSid, turn, epoch, token, input }, context),
    ordinarily: async (callSid: string, turn: number, input: Input) => {
      const taking = { callSid, turn, epoch: 0, token: null, input }
      return (await database.transact((tx) => takeTurn(tx, house, taking, context))).answer
    },
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

t.test('a process goes by what it remembers of a dialogue, and by the row where another one went on', async (t) => {
  const { rows, reads, transactions, startProcess, arrivalOf, arrive, ordinarily } = await line(t)
  const [here, there] = [startProcess(), startProcess()]
  const asked = (turn: number, input: Input) => ({ callSid: 'CAshared', turn, epoch: 0, token: null, input })
  await here.arrive(arrivalOf('CAshared'), context)
  t.match(await here.takeTurn(asked(1, key('8')), context), { outcome: 'answered', turn: 2 })
  t.match(await here.takeTurn(asked(2, silence), context), { outcome: 'answered', turn: 3 })
  t.equal(reads(), 0, 'what it has written itself it need not read')
  t.match(await there.takeTurn(asked(3, key('8')), context), { outcome: 'answered', turn: 4 })
  t.equal(reads(), 1)
  t.match(
    await here.takeTurn(asked(3, key('2')), context),
    { outcome: 'repeated', turn: 4 },
    'who remembers too little asks',
  )
  await arrive('CAalone')
  for (const [index, input] of [key('8'), silence, key('8')].entries()) await ordinarily('CAalone', index + 1, input)
  const [shared, alone] = [await rows('CAshared'), await rows('CAalone')]
  t.same(shared.sessions, alone.sessions)
  t.same(
    shared.told.filter(({ ignored }) => !ignored),
    alone.told,
  )
  t.equal(transactions(), 2, 'the arrival, and the repeated turn')
})

t.test(
  'what a process remembers of a call that has ended, waits or was moved meanwhile counts for nothing',
  async (t) => {
    const { database, house, startProcess, arrivalOf } = await line(t)
    const here = startProcess()
    for (const sid of ['CAended', 'CAmoved']) await here.arrive(arrivalOf(sid), context)
    const report = { callSid: 'CAended', status: 'completed', at: context.now, durationSeconds: 3 } as const
    await database.transact((tx) => reportStatus(tx, house, report, context))
    await database.transact((tx) => moveCall(tx, { callSid: 'CAmoved', why: 'test' }, context))
    const press = (callSid: string) =>
      here.takeTurn({ callSid, turn: 1, epoch: 0, token: null, input: key('8') }, context)
    t.match(await press('CAended'), { outcome: 'answered', verbs: [{ verb: 'hangup' }] })
    t.match(await press('CAmoved'), { outcome: 'answered', turn: 2, epoch: 1 })
  },
)

t.test('a turn that was rolled back is not remembered', async (t) => {
  const { database, house, arrivalOf } = await line(t)
  let fails = false
  const failing = {
    ...database,
    transact: <T>(work: (tx: Tx) => Promise<T>) =>
      database.transact(async (tx) => {
        const result = await work(tx)
        if (fails) throw new Error('the database went away before the commit')
        return result
      }),
  }
  const here = createDialogues(failing, house)
  await here.arrive(arrivalOf('CAfails'), context)
  const press = (digits: string) =>
    here.takeTurn({ callSid: 'CAfails', turn: 1, epoch: 0, token: null, input: key(digits) }, context)
  fails = true
  await t.rejects(press('2'))
  fails = false
  t.match(await press('2'), { outcome: 'answered', turn: 2 })
})
