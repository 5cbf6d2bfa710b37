import t, { type Test } from 'tap'
import { beginCall, noteMany } from '../../src/conversations/service.ts'
import type { Database } from '../../src/platform/postgres.ts'
import { funnelOf } from '../../src/reporting/funnel-service.ts'
import { testDatabase } from '../support/database.ts'

const noon = Date.UTC(2026, 0, 5, 5)
const at = (seconds: number) => ({ now: noon + seconds * 1000, actor: 'system' })
const line = '+62751000100'

type Happened = readonly (readonly [second: number, kind: string, facts?: object])[]
const enters = (second: number, node: string): Happened[number] => [second, 'node.entered', { node }]

/** A call as the line would have kept it; without a flow it was gone before the first word. */
async function call(
  database: Database,
  callSid: string,
  options: { readonly flow?: string; readonly ended?: number; readonly arrived?: number },
  happened: Happened = [],
): Promise<void> {
  const { flow, ended, arrived = 0 } = options
  const caller = { line, status: 'in-progress', citizenId: null, callerKind: 'withheld' } as const
  await database.transact(async (tx) => {
    await beginCall(tx, { callSid, ...caller }, at(arrived))
    for (const [second, kind, facts = {}] of happened) {
      noteMany(tx, { callSid, entries: [{ kind, facts: { ...facts } }] }, at(arrived + second))
    }
  })
  const { pool } = database
  if (flow !== undefined) {
    await pool.query(`insert into flow_revisions values ($1, $1, '{}', now()) on conflict do nothing`, [flow])
    await pool.query(
      `insert into sessions (id, revision, state, turn, epoch, verbs, caller, updated_at) values ($1, $2, '{}', 0, 0, '[]', '{}', now())`,
      [callSid, flow],
    )
  }
  if (ended === undefined) return
  await pool.query('update calls set ended_at = $2 where call_sid = $1', [callSid, new Date(at(arrived + ended).now)])
}

async function counted(t: Test) {
  const database = await testDatabase(t)
  const hangup: Happened[number] = [30, 'dialogue.ended', { node: 'x', how: 'hangup' }]
  await call(database, 'CA1', { flow: 'utama', ended: 30 }, [enters(0, 'sapaan'), hangup])
  await call(database, 'CA2', { flow: 'utama', ended: 20 }, [
    enters(0, 'sapaan'),
    enters(8, 'topik'),
    enters(10, 'sapaan'),
    enters(14, 'topik'),
    [20, 'dialogue.ended', { how: 'hangup' }],
  ])
  await call(database, 'CA3', { flow: 'utama', ended: 90 }, [
    enters(0, 'sapaan'),
    enters(4, 'antre'),
    [30, 'human.reached', { node: 'antre' }],
    [90, 'dialogue.ended', { how: 'hangup' }],
  ])
  await call(database, 'CA4', { flow: 'utama' }, [enters(0, 'sapaan'), enters(6, 'antre')])
  await call(database, 'CA5', { flow: 'kota', ended: 5 }, [enters(0, 'sapaan')])
  await call(database, 'CA6', { ended: 3 })
  await call(database, 'CA7', { flow: 'utama', ended: 5, arrived: 86_400 }, [enters(0, 'sapaan')])
  const span = { flow: 'utama', lines: [line], from: noon, until: noon + 86_400_000 }
  return { database, span, funnel: await funnelOf(database, span) }
}

t.test('calls of one flow and one time are counted by the best that they got', async (t) => {
  const { funnel } = await counted(t)
  t.match(funnel, { calls: 4, unheard: 1, outcomes: { human: 1, lost: 2, open: 1, goodbye: 0, recorded: 0 } })
})

t.test('a call is lost at the last step that it heard, and whoever talked with a human is not lost', async (t) => {
  const { funnel } = await counted(t)
  t.same(funnel.nodes.sapaan, { entered: 4, lost: 1, seconds: 6 })
  t.same(funnel.nodes.topik, { entered: 1, lost: 1, seconds: 4 })
  t.match(funnel.nodes.antre, { entered: 2, lost: 0 })
  t.same(funnel.ways, { 'sapaan>antre': 2, 'sapaan>topik': 1, 'topik>sapaan': 1 })
})

t.test('whatever a call got counts: words recorded, a callback, a partner, a goodbye', async (t) => {
  const { database, span } = await counted(t)
  const got: readonly (readonly [string, Happened[number]])[] = [
    ['recorded', [9, 'words.recorded', { node: 'pesan' }]],
    ['callback', [9, 'callback.answered', { how: 'granted' }]],
    ['handed_off', [9, 'dialogue.ended', { how: 'handed_off' }]],
    ['goodbye', [9, 'dialogue.ended', { how: 'goodbye' }]],
    ['lost', [9, 'callback.answered', { how: 'refused' }]],
  ]
  const before = (await funnelOf(database, span)).outcomes
  for (const [index, [, event]] of got.entries()) {
    await call(database, `CB${index}`, { flow: 'utama', ended: 9 }, [enters(0, 'sapaan'), event])
  }
  const { outcomes } = await funnelOf(database, span)
  t.same(outcomes, { ...before, recorded: 1, callback: 1, handed_off: 1, goodbye: 1, lost: before.lost + 1 })
})

t.test('nothing is counted of a flow that nobody called', async (t) => {
  const { database, span } = await counted(t)
  t.match(await funnelOf(database, { ...span, flow: 'lain', lines: [] }), { calls: 0, unheard: 0, nodes: {}, ways: {} })
})
