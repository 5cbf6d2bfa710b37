import t, { type Test } from 'tap'
import { hearLegWebhook, reportLeg } from '../../src/conversations/leg-service.ts'
import { bringInPartners } from '../../src/emergency/bring-in-service.ts'
import { sweepEmergencies } from '../../src/emergency/jobs.ts'
import type { Ladder, Rung } from '../../src/emergency/ladder.ts'
import type { Input } from '../../src/flow/input.ts'
import { dispatchRoom } from '../dispatch/support/room.ts'

const fetched: Input = { kind: 'continue' }
const one: Input = { kind: 'digits', digits: '1' }
const returned: Input = { kind: 'returned', how: 'completed' }
const rung = (accepts: Rung['accepts']): Rung => ({
  ...{ name: 'psc', target: { kind: 'sip', uri: 'sip:119@psc.example' } },
  ...{ accepts, ringSeconds: 25, talkSeconds: 10 },
})
/** Another kind's ladder begins with a phone of its own. */
const other: Rung = {
  ...{ name: 'kebakaran', target: { kind: 'sip', uri: 'sip:113@psc.example' } },
  ...{ accepts: 'key', ringSeconds: 25, talkSeconds: 10 },
}
const ladder = (accepts: Rung['accepts']): Ladder => ({
  ...{ kind: 'umum', label: 'umum', rungs: [rung(accepts)], atOnce: 1, maxCallsPerTarget: 2, texts: [] },
})

/** An operator talks with a citizen and brings 119 in by one key, which answers and joins. */
async function broughtIn(t: Test, accepts: Rung['accepts']) {
  const room = await dispatchRoom(t)
  const { database, context, rows, operatorLeg, rungLeg, pass } = room
  const unused = operatorLeg
  const handlers = { operator: operatorLeg, rung: rungLeg, callback: unused, test: unused, agency: unused }
  const legOf = async (about: string, legSid: string) => {
    const { id } = await room.legFor(about)
    await rows(`update carrier_commands set state = 'done', attempts = 1 where id = $1`, [id])
    return {
      hears: (turn: number, input: Input) =>
        database.transact((tx) =>
          hearLegWebhook(tx, { legId: id, legSid, turn, token: null, input }, handlers, context()),
        ),
      isGone: () => {
        const report = { legId: id, legSid, status: 'completed', at: context().now } as const
        return database.transact((tx) => reportLeg(tx, report, handlers, context()))
      },
    }
  }
  const sweep = () =>
    sweepEmergencies(
      database,
      room.climbing((kind) => (kind === 'umum' ? ladder(accepts) : { ...ladder(accepts), rungs: [other] })),
      context(),
    )
  const sari = await room.operator('sari')
  const callSid = await room.caller()
  const { waitId } = await room.waits(callSid)
  const [offer] = await room.offersOf(waitId)
  const operator = await legOf(offer?.id ?? '', 'CAsari')
  await operator.hears(0, fetched)
  await operator.hears(1, one)
  await database.transact((tx) => bringInPartners(tx, { callSid, ladder: 'umum' }, context()))
  await sweep()
  const [attempt] = await rows<{ id: string }>('select id from rung_attempts')
  const partner = await legOf(attempt?.id ?? '', 'CApsc')
  await partner.hears(0, fetched)
  if (accepts === 'key') await partner.hears(1, one)
  t.match(await room.waitOf(waitId), { state: 'joined', shared: true })
  const emergency = async () => (await rows('select state, settled_by from emergencies'))[0]
  return { ...room, callSid, operator, partner, sari, waitId, sweep, pass, emergency }
}

for (const accepts of ['key', 'talk'] as const) {
  t.test(`the operator may leave without ending it: citizen and 119 (${accepts}) talk on`, async (t) => {
    const { operator, waitOf, waitId, stateOf, sari, emergency, sweep, pass, rows } = await broughtIn(t, accepts)
    await operator.hears(2, returned)
    await operator.isGone()
    t.match(await waitOf(waitId), { state: 'joined', shared: false })
    t.equal(await stateOf(sari), 'wrap_up')
    for (let second = 0; second < 40; second += 5) {
      pass(5)
      await sweep()
    }
    t.match(await emergency(), { state: 'acknowledged', settled_by: 'rung:psc' })
    t.match(await waitOf(waitId), { state: 'joined' }, 'nobody brings the citizen back into the line')
    t.equal((await rows('select id from rung_attempts')).length, 1, 'and 119 is not rung again while it talks')
  })
}

t.test('a kind that the operator chooses climbs its own ladder, beside who rings already', async (t) => {
  const { database, context, rows, callSid, sweep } = await broughtIn(t, 'talk')
  const bringing = { callSid, ladder: 'kebakaran', isChosen: true }
  await database.transact((tx) => bringInPartners(tx, bringing, context()))
  t.match(await rows('select kind, ladder from emergencies'), [{ kind: 'kebakaran', ladder: 'kebakaran' }])
  await sweep()
  t.match((await rows(`select rung from rung_attempts order by place`)).at(-1), { rung: 'kebakaran' })
})

t.test('119 leaves, and the citizen still has the operator: nobody is put back into the line', async (t) => {
  const { partner, waitOf, waitId, stateOf, sari } = await broughtIn(t, 'key')
  await partner.isGone()
  t.match(await waitOf(waitId), { state: 'joined', shared: false })
  t.equal(await stateOf(sari), 'talking')
})

t.test(
  'the operator has left and 119 leaves after: the citizen is back in the line at once, and the ladder goes on',
  async (t) => {
    const { operator, partner, waitOf, waitId, emergency, sweep, pass, rows } = await broughtIn(t, 'key')
    await operator.hears(2, returned)
    await operator.isGone()
    await partner.isGone()
    t.match(await waitOf(waitId), { state: 'waiting', returns: 1 })
    t.match(await emergency(), { state: 'raised' })
    for (const seconds of [15, 1, 5, 1]) {
      pass(seconds)
      await sweep()
    }
    t.ok((await rows(`select id from rung_attempts where state = 'ringing'`)).length === 1)
  },
)
