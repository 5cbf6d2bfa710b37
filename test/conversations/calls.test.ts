import t from 'tap'
import {
  advanceStatus,
  beginCall,
  findCall,
  listCalls,
  moveCall,
  note,
  noteMany,
  placeCall,
  timeline,
} from '../../src/conversations/service.ts'
import { testDatabase } from '../support/database.ts'
import { arrived } from './support/house.ts'

const at = (now: number) => ({ now, actor: 'carrier' })

t.test('a call is followed from its first ring', async (t) => {
  const database = await testDatabase(t)
  const call = { callSid: 'CA1', line: '112', citizenId: null, callerKind: 'number', status: 'ringing' } as const

  t.test('its arrival told many times at once is one call and one entry', async (t) => {
    const begun = await Promise.all(
      [1, 2, 3, 4, 5].map(() => database.transact((tx) => beginCall(tx, call, at(5_000)))),
    )
    t.equal(begun.filter(({ outcome }) => outcome === 'begun').length, 1)
    t.same(
      (await timeline(database, 'CA1')).map(({ kind }) => kind),
      ['call.arrived'],
    )
    t.match(await findCall(database, 'CA1'), {
      status: 'ringing',
      arrivedAt: 5_000,
      heardAt: 5_000,
      epoch: 0,
      endedAt: null,
    })
  })

  t.test('where the caller stands is kept, and who stands somewhere has been answered', async (t) => {
    await database.transact(async (tx) => placeCall(tx, { callSid: 'CA1', node: 'menu', lane: 'darurat' }, at(6_000)))
    t.match(await findCall(database, 'CA1'), { node: 'menu', lane: 'darurat', heardAt: 6_000, status: 'in-progress' })
    await database.transact(async (tx) => placeCall(tx, { callSid: 'CA1', node: 'goodbye', lane: null }, at(6_000)))
    t.match(await findCall(database, 'CA1'), { node: 'goodbye', lane: 'darurat' }, 'the lane in which it waited stays')
  })

  t.test('its status only goes forward and the first final word wins', async (t) => {
    const report = (
      status: 'ringing' | 'completed' | 'failed',
      moment: number,
      durationSeconds: number | null = null,
    ) =>
      database.transact((tx) => advanceStatus(tx, { callSid: 'CA1', status, at: moment, durationSeconds }, at(moment)))
    t.same(await report('ringing', 7_000), { outcome: 'ignored', ended: false })
    const ends = await Promise.all([1, 2, 3].map(() => report('completed', 9_000, 12)))
    t.equal(ends.filter(({ ended }) => ended).length, 1, 'told three times at once it ends once')
    t.same(await report('failed', 9_500), { outcome: 'ignored', ended: false })
    t.match(await findCall(database, 'CA1'), { status: 'completed', endedAt: 9_000, durationSeconds: 12 })
    const told = (await timeline(database, 'CA1')).filter(({ kind }) => kind === 'call.status')
    t.same(
      told.map(({ ignored }) => ignored).sort(),
      [false, true, true, true, true],
      'the rest is kept, marked as ignored',
    )
    t.same(
      await database.transact((tx) =>
        advanceStatus(tx, { callSid: 'CA0', status: 'completed', at: 1, durationSeconds: null }, at(1)),
      ),
      { outcome: 'unknown', ended: false },
    )
  })

  t.test('a call that has ended is not moved', async (t) => {
    await database.transact((tx) => moveCall(tx, { callSid: 'CA1', why: 'test' }, at(9_900)))
    t.equal((await findCall(database, 'CA1'))?.epoch, 0)
    const { rows } = await database.pool.query('select from carrier_commands')
    t.equal(rows.length, 0)
  })

  t.test('the timeline keeps entries in the order in which they were noted', async (t) => {
    await arrived(database, 'CA2', 10_000)
    await database.transact(async (tx) => {
      noteMany(tx, { callSid: 'CA2', entries: [{ kind: 'a', facts: { n: 1 } }, { kind: 'b' }] }, at(11_000))
      note(tx, { callSid: 'CA2', kind: 'c', ignored: true }, at(11_000))
    })
    const entries = (await timeline(database, 'CA2')).slice(1)
    t.same(
      entries.map(({ kind, facts, ignored, at }) => ({ kind, facts, ignored, at })),
      [
        { kind: 'a', facts: { n: 1 }, ignored: false, at: 11_000 },
        { kind: 'b', facts: {}, ignored: false, at: 11_000 },
        { kind: 'c', facts: {}, ignored: true, at: 11_000 },
      ],
    )
  })

  t.test('calls are listed newest first, page by page', async (t) => {
    for (const [callSid, moment] of [
      ['CA3', 10_000],
      ['CA4', 20_000],
    ] as const)
      await arrived(database, callSid, moment)
    const first = await listCalls(database, { before: null, limit: 2 })
    t.same(
      first.map(({ callSid }) => callSid),
      ['CA4', 'CA3'],
    )
    const next = await listCalls(database, { before: first.at(-1) ?? null, limit: 5 })
    t.same(
      next.map(({ callSid }) => callSid),
      ['CA2', 'CA1'],
      'two calls of one moment are both seen',
    )
  })
})

t.test('a call that is said to be over while it arrives ends like any other, when its end is told', async (t) => {
  const database = await testDatabase(t)
  const over = { callSid: 'CA0', line: '112', citizenId: null, callerKind: 'number', status: 'busy' } as const
  await database.transact((tx) => beginCall(tx, over, at(5_000)))
  t.match(await findCall(database, 'CA0'), { status: 'ringing', endedAt: null })
  const end = { callSid: 'CA0', status: 'failed', at: 6_000, durationSeconds: null } as const
  t.same(await database.transact((tx) => advanceStatus(tx, end, at(6_000))), { outcome: 'advanced', ended: true })
  t.match(await findCall(database, 'CA0'), { status: 'failed', endedAt: 6_000 })
})

t.test('a length that is told after the end is kept, of the same end', async (t) => {
  const database = await testDatabase(t)
  const callSid = 'CA1'
  await arrived(database, callSid)
  for (const [status, durationSeconds] of [
    ['completed', null],
    ['failed', 3],
    ['completed', 22],
    ['completed', 30],
  ] as const)
    await database.transact((tx) => advanceStatus(tx, { callSid, status, at: 6_000, durationSeconds }, at(6_000)))
  t.match(await findCall(database, callSid), { status: 'completed', durationSeconds: 22 })
})
