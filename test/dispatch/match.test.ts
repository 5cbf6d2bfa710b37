import fc from 'fast-check'
import t from 'tap'
import { byTurn, emergencyRingsAtOnce, type Free, match, type Waiting } from '../../src/dispatch/match.ts'
import { cases } from '../support/depth.ts'

const waiting = (waitId: string, given: Partial<Waiting> = {}): Waiting => ({
  waitId,
  priority: 10,
  isEmergency: false,
  returns: 0,
  arrivedAt: 1000,
  ringing: 0,
  offered: {},
  ...given,
})
const free = (staffId: string, freeSince = 0): Free => ({ staffId, freeSince })
const pairs = (waits: readonly Waiting[], frees: readonly Free[]) =>
  match(waits, frees).map(({ waitId, staffId }) => `${waitId}-${staffId}`)

t.test('an emergency overtakes everyone who waits, however long they wait', async (t) => {
  const line = [waiting('old', { arrivedAt: 1 }), waiting('danger', { arrivedAt: 900, isEmergency: true })]
  t.same(pairs(line, [free('sari')]), ['danger-sari'])
})

t.test('a caller who was lost goes before callers of the same lane, an emergency before both', async (t) => {
  const line = [waiting('first', { arrivedAt: 1 }), waiting('lost', { arrivedAt: 500, returns: 1 })]
  t.same(pairs(line, [free('sari')]), ['lost-sari'])
  t.same(pairs([...line, waiting('danger', { isEmergency: true })], [free('sari')]), ['danger-sari'])
})

t.test('a caller who came back a moment ago is not rung for yet, and nobody behind gets the operator', async (t) => {
  const line = [waiting('first', { arrivedAt: 1 }), waiting('lost', { arrivedAt: 500, returns: 1, reserving: true })]
  t.same(pairs(line, [free('sari')]), [])
  t.same(pairs(line, [free('sari', 1), free('budi', 2)]), ['first-budi'])
})

t.test('several emergencies share the free operators in turn', async (t) => {
  const line = [waiting('a', { isEmergency: true, arrivedAt: 1 }), waiting('b', { isEmergency: true, arrivedAt: 2 })]
  const room = ['1', '2', '3', '4'].map((id, at) => free(id, at))
  t.same(pairs(line, room), ['a-1', 'b-2', 'a-3', 'b-4'])
})

t.test('everyone gets a first phone before an emergency gets a second one', async (t) => {
  const line = [waiting('danger', { isEmergency: true }), waiting('citizen')]
  t.same(pairs(line, [free('1', 1), free('2', 2), free('3', 3)]), ['danger-1', 'citizen-2', 'danger-3'])
})

t.test('the next operator is the one who was offered this caller least, then who has been free longest', async (t) => {
  t.same(pairs([waiting('a')], [free('late', 9), free('early', 1)]), ['a-early'])
  t.same(pairs([waiting('a', { offered: { early: 1 } })], [free('late', 9), free('early', 1)]), ['a-late'])
})

const minang = { language: 'min', lane: 'umum' }
const speaking = (staffId: string, freeSince: number, ...languages: string[]): Free => ({
  ...free(staffId, freeSince),
  languages: ['ind', ...languages],
})

t.test("who speaks the caller's language is offered before who has been free longer", async (t) => {
  const room = [speaking('sari', 1), speaking('uni', 9, 'min')]
  t.same(pairs([waiting('a', { wants: minang })], room), ['a-uni'])
  t.same(pairs([waiting('a', { wants: { language: 'ind', lane: 'umum' } })], room), ['a-sari'])
  t.match(match([waiting('a', { wants: minang })], room), [{ reason: 'language' }])
  t.match(match([waiting('a', { wants: { language: 'ind', lane: 'umum' } })], room), [{ reason: 'longest_free' }])
})

t.test('who was trained for the lane comes first; who names no lane was trained for all', async (t) => {
  const [pajak, semua] = [
    { ...free('pajak', 1), skills: ['pajak'] },
    { ...free('semua', 9), skills: [] },
  ]
  t.same(pairs([waiting('a', { wants: { language: null, lane: 'umum' } })], [pajak, semua]), ['a-semua'])
  t.same(pairs([waiting('a', { wants: { language: null, lane: 'pajak' } })], [pajak, semua]), ['a-pajak'])
})

t.test('nobody waits for a better fit: whoever is free is offered at once', async (t) => {
  t.same(pairs([waiting('a', { wants: minang })], [speaking('sari', 1)]), ['a-sari'])
  const line = [waiting('first', { arrivedAt: 1, wants: minang }), waiting('second', { arrivedAt: 2 })]
  t.same(pairs(line, [speaking('sari', 1), speaking('budi', 2)]), ['second-sari', 'first-budi'])
})

t.test('a caller lets another go first to who does not fit, and no longer after some seconds', async (t) => {
  const second = waiting('second', { arrivedAt: 2 })
  t.same(pairs([waiting('first', { arrivedAt: 1, wants: minang }), second], [speaking('sari', 1)]), ['second-sari'])
  const tired = waiting('first', { arrivedAt: 1, wants: minang, takesAnybody: true })
  t.same(pairs([tired, second], [speaking('sari', 1)]), ['first-sari'])
})

t.test('an emergency lets nobody go first, whatever its language', async (t) => {
  const danger = waiting('danger', { arrivedAt: 5, isEmergency: true, wants: minang })
  t.same(pairs([danger, waiting('first')], [speaking('sari', 1)]), ['danger-sari'])
})

t.test('who did not answer is not rung again and again for speaking the language', async (t) => {
  const room = [speaking('sari', 1), speaking('uni', 9, 'min')]
  t.same(pairs([waiting('a', { wants: minang, offered: { uni: 1 } })], room), ['a-sari'])
})

const waitings = fc.uniqueArray(
  fc.record({
    waitId: fc.nat({ max: 40 }).map(String),
    priority: fc.constantFrom(10, 100),
    isEmergency: fc.boolean(),
    returns: fc.nat({ max: 2 }),
    arrivedAt: fc.nat({ max: 100 }),
    ringing: fc.nat({ max: 3 }),
    offered: fc.constant({}),
  }),
  { selector: ({ waitId }) => waitId, maxLength: 20 },
)
const frees = fc.uniqueArray(
  fc.record({ staffId: fc.nat({ max: 30 }).map((n) => `s${n}`), freeSince: fc.nat({ max: 100 }) }),
  { selector: ({ staffId }) => staffId, maxLength: 20 },
)

t.test('whoever waits and whoever is free: nobody is rung twice, and nobody is passed over', async (t) => {
  fc.assert(
    fc.property(waitings, frees, (line, room) => {
      const found = match(line, room)
      if (new Set(found.map(({ staffId }) => staffId)).size !== found.length) return false
      const rings = (one: Waiting) => one.ringing + found.filter(({ waitId }) => waitId === one.waitId).length
      if (line.some((one) => rings(one) > Math.max(one.ringing, one.isEmergency ? emergencyRingsAtOnce : 1)))
        return false
      // If someone got nobody, then every operator rings, and nobody behind in turn got a first phone instead.
      const empty = line.filter((one) => rings(one) === 0)
      return empty.every(
        (one) =>
          found.length === room.length &&
          line.filter((other) => byTurn(one, other) < 0).every((other) => rings(other) <= other.ringing),
      )
    }),
    { numRuns: cases(300) },
  )
  t.pass('2,000 random rooms')
})

const choosy = waitings.chain((line) =>
  fc
    .array(
      fc.record({ language: fc.constantFrom(null, 'ind', 'min', 'eng'), lane: fc.constantFrom('umum', 'pajak') }),
      {
        minLength: line.length,
        maxLength: line.length,
      },
    )
    .map((wants) => line.map((one, at) => ({ ...one, ...(wants[at] === undefined ? {} : { wants: wants[at] }) }))),
)
const gifted = fc.uniqueArray(
  fc.record({
    staffId: fc.nat({ max: 30 }).map((n) => `s${n}`),
    freeSince: fc.nat({ max: 100 }),
    languages: fc.subarray(['min', 'eng']).map((more) => ['ind', ...more]),
    skills: fc.subarray(['umum', 'pajak']),
  }),
  { selector: ({ staffId }) => staffId, maxLength: 20 },
)

t.test(
  'whatever callers speak and operators can: nobody is idle while somebody has no phone, and emergencies go first',
  async (t) => {
    fc.assert(
      fc.property(choosy, gifted, (line, room) => {
        const found = match(line, room)
        const rings = (one: Waiting) => one.ringing + found.filter(({ waitId }) => waitId === one.waitId).length
        const isLeftOut = line.some((one) => rings(one) === 0)
        const dangers = line.filter(({ isEmergency }) => isEmergency)
        const isBehind = dangers.some((one) => rings(one) === 0) && found.some(({ reason }) => reason !== 'emergency')
        return (!isLeftOut || found.length === room.length) && !isBehind
      }),
      { numRuns: cases(200) },
    )
    t.pass('1,000 random rooms')
  },
)

t.test('who lets others pass goes after those who arrive within that time, and before everybody later', async (t) => {
  const line = [
    waiting('prank', { arrivedAt: 0, letsPassSeconds: 120 }),
    waiting('soon', { arrivedAt: 119_000 }),
    waiting('late', { arrivedAt: 121_000 }),
  ]
  t.same(pairs(line, [free('1'), free('2', 1), free('3', 2)]), ['soon-1', 'prank-2', 'late-3'])
})

t.test('letting others pass counts for nothing in an emergency', async (t) => {
  const arrived = fc.record({
    arrivedAt: fc.integer({ min: 0, max: 600_000 }),
    letsPassSeconds: fc.integer({ min: 0, max: 300 }),
    isEmergency: fc.boolean(),
    returns: fc.integer({ min: 0, max: 2 }),
  })
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.array(arrived, { maxLength: 12 }), (given) => {
        const line = given.map((one, index) => waiting(`w${index}`, one))
        const unslowed = line.map((one) => ({ ...one, letsPassSeconds: 0 }))
        const dangers = (of: readonly Waiting[]) =>
          [...of].sort(byTurn).flatMap(({ waitId, isEmergency }) => (isEmergency ? waitId : []))
        const inTurn = [...line].sort(byTurn).map(({ isEmergency }) => isEmergency)
        return (
          dangers(line).join() === dangers(unslowed).join() &&
          inTurn.lastIndexOf(true) < inTurn.concat(false).indexOf(false)
        )
      }),
      { numRuns: cases(300), seed: 5 },
    ),
  )
})

t.test('who is on the phone in danger goes before who is called back, and both before everybody else', async (t) => {
  const line = [
    waiting('plain', { arrivedAt: 0 }),
    waiting('recalled', { arrivedAt: 10, isEmergency: true, isCallback: true }),
    waiting('danger', { arrivedAt: 20, isEmergency: true }),
    waiting('promised', { arrivedAt: 5, isCallback: true }),
  ]
  t.same(
    [...line].sort(byTurn).map(({ waitId }) => waitId),
    ['danger', 'recalled', 'plain', 'promised'],
  )
})
