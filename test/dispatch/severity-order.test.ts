import fc from 'fast-check'
import t from 'tap'
import { agingMilliseconds, gravest, presentSeverity } from '../../src/dispatch/aging.ts'
import { byTurn, match, type Waiting } from '../../src/dispatch/match.ts'
import { rankWait } from '../../src/dispatch/wait-service.ts'
import { dispatchRoom } from './support/room.ts'

const emergency = (waitId: string, severity: number, arrivedAt: number, more: Partial<Waiting> = {}): Waiting => ({
  waitId,
  priority: 100,
  isEmergency: true,
  severity,
  returns: 0,
  arrivedAt,
  ringing: 0,
  offered: {},
  ...more,
})
const order = (...waiting: readonly Waiting[]) => [...waiting].sort(byTurn).map(({ waitId }) => waitId)

t.test('within the emergency lane the graver goes first, then who was lost, then who came first', async (t) => {
  t.same(order(emergency('unclear', 0, 1), emergency('life', 3, 9), emergency('urgent', 2, 5)), [
    'life',
    'urgent',
    'unclear',
  ])
  t.same(order(emergency('first', 2, 1), emergency('lost', 2, 5, { returns: 1 })), ['lost', 'first'])
  t.same(order(emergency('lost', 0, 1, { returns: 1 }), emergency('life', 3, 5)), ['life', 'lost'])
  t.same(match([emergency('a', 0, 1), emergency('b', 3, 2)], [{ staffId: 's', freeSince: 0 }])[0]?.waitId, 'b')
})

t.test('severity moves nobody outside of the emergency lane', async (t) => {
  const ordinary = (waitId: string, severity: number, arrivedAt: number) =>
    emergency(waitId, severity, arrivedAt, { isEmergency: false, priority: 10 })
  t.same(order(ordinary('late', 3, 2), ordinary('early', 0, 1)), ['early', 'late'])
  t.same(order(ordinary('grave', 3, 1), emergency('emergency', 0, 2)), ['emergency', 'grave'])
})

t.test('every minute counts as a class, up to the gravest', async (t) => {
  t.equal(presentSeverity(0, 0), 0)
  t.equal(presentSeverity(0, agingMilliseconds - 1), 0)
  t.equal(presentSeverity(0, agingMilliseconds), 1)
  t.equal(presentSeverity(2, 10 * agingMilliseconds), gravest)
  t.equal(presentSeverity(1, -5), 1, 'a clock that went back')
})

t.test('nobody starves: after three minutes nobody who comes later goes first, however grave', async (t) => {
  const grown = gravest * agingMilliseconds
  fc.assert(
    fc.property(fc.nat({ max: 3 }), fc.nat({ max: 3 }), fc.nat({ max: grown }), (own, other, later) => {
      const now = grown + 1
      const mine = emergency('mine', presentSeverity(own, now), 0)
      const theirs = emergency('theirs', presentSeverity(other, now - later), later + 1)
      return byTurn(mine, theirs) < 0
    }),
    { numRuns: 1000 },
  )
  t.pass('1,000 pairs')
})

t.test('the one operator who becomes free is offered the gravest of those who wait', async (t) => {
  const room = await dispatchRoom(t)
  const callers = [await room.caller(), await room.caller(), await room.caller()]
  const waits: string[] = []
  for (const callSid of callers) {
    waits.push((await room.raises(callSid)).waitId)
    room.pass(1)
  }
  const [first = '', second = '', third = ''] = waits
  await room.database.transact(async (tx) => rankWait(tx, second, { severity: 3, silent: false }))
  await room.database.transact(async (tx) => rankWait(tx, third, { severity: 1, silent: true }))
  await room.operator('ani')
  t.match(await room.offersOf(second), [{ state: 'open' }])
  await room.operator('budi')
  t.match(await room.offersOf(third), [{ state: 'open' }])
  t.same(await room.offersOf(first), [])
})

t.test('an operator hears that the caller cannot speak', async (t) => {
  const room = await dispatchRoom(t)
  await room.operator('ani')
  const { waitId } = await room.raises(await room.caller())
  await room.database.transact(async (tx) => rankWait(tx, waitId, { severity: 1, silent: true }))
  const [offer] = await room.offersOf(waitId)
  const heard = await room.answer(offer?.id ?? '', { kind: 'answered' })
  t.match(heard, [{ spoken: [{ prompt: 'petugas_tawaran_darurat_senyap' }] }])
})

t.test('an operator hears that a caller has given no sign at all', async (t) => {
  const room = await dispatchRoom(t)
  await room.operator('budi')
  const openLine = await room.waits(await room.caller())
  await room.database.transact(async (tx) => rankWait(tx, openLine.waitId, { severity: 0, silent: true }))
  const [other] = await room.offersOf(openLine.waitId)
  t.match(await room.answer(other?.id ?? '', { kind: 'answered' }), [
    { spoken: [{ prompt: 'petugas_tawaran_senyap' }] },
  ])
})
