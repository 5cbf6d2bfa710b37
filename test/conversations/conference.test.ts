import fc from 'fast-check'
import t from 'tap'
import { type ConferenceEvent, fold, isStranded } from '../../src/conversations/conference.ts'

const event = (sequence: number, kind: ConferenceEvent['kind'], label: string | null = null): ConferenceEvent => ({
  sequence,
  kind,
  label,
  participantSid: label,
})

const talk = [
  event(1, 'join', 'citizen'),
  event(2, 'start'),
  event(3, 'join', 'operator'),
  event(4, 'leave', 'operator'),
]

t.test('a conference tells who is inside and who met the citizen', async (t) => {
  const upTo = (sequence: number) => fold(talk.filter((each) => each.sequence <= sequence))
  t.same(upTo(1), { inside: ['citizen'], met: [], ended: false })
  t.same(upTo(3), { inside: ['citizen', 'operator'], met: ['operator'], ended: false })
  t.same(upTo(4), { inside: ['citizen'], met: ['operator'], ended: false })
  t.same(fold([...talk, event(5, 'end')]), { inside: [], met: ['operator'], ended: true })
})

t.test('two operators who never saw the citizen have not met anyone', async (t) => {
  t.same(fold([event(1, 'join', 'a'), event(2, 'join', 'b')]).met, [])
  t.same(fold([event(1, 'join', 'a'), event(2, 'leave', 'a'), event(3, 'join', 'citizen')]).met, [])
})

t.test('the order in which events arrive does not matter', async () => {
  const labels = fc.constantFrom('citizen', 'a', 'b')
  const kinds = fc.constantFrom<ConferenceEvent['kind']>('start', 'end', 'join', 'leave')
  const histories = fc
    .array(fc.record({ kind: kinds, label: labels }), { maxLength: 12 })
    .map((steps) =>
      steps.map(({ kind, label }, index) => event(index, kind, kind === 'start' || kind === 'end' ? null : label)),
    )
  fc.assert(
    fc.property(
      histories.chain((history) =>
        fc.tuple(fc.constant(history), fc.shuffledSubarray(history, { minLength: history.length })),
      ),
      ([history, shuffled]) => {
        t.same(fold(shuffled), fold(history))
      },
    ),
    { numRuns: 300 },
  )
})

t.test('a citizen is stranded alone after others, or in a closed conversation', async (t) => {
  const inside = (events: readonly ConferenceEvent[]) => fold(events)
  t.notOk(isStranded(inside(talk.slice(0, 1)), true), 'who is first is not stranded')
  t.notOk(isStranded(inside(talk.slice(0, 3)), true), 'who talks is not')
  t.ok(isStranded(inside(talk), true), 'who was left is')
  t.ok(isStranded(inside(talk.slice(0, 1)), false), 'who came into a closed conversation is')
  t.notOk(isStranded(inside([...talk, event(5, 'end')]), false), 'who is on the way back is not')
})
