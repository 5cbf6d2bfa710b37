import fc from 'fast-check'
import t from 'tap'
import { advance, begin, type Step } from '../../src/flow/advance.ts'
import type { Channel, Session } from '../../src/flow/flow.ts'
import type { Facts, Input, Need, NeedResult } from '../../src/flow/input.ts'
import { nodeKinds } from '../../src/flow/nodes/table.ts'
import { cases } from '../support/depth.ts'
import { richFlow as flow } from './rich-flow.ts'

/** A number as it is pressed or written, and as only a question for a number keeps it, in confidence. */
const NUMBER = '081234567890'
const SECRET = '+6281234567890'
const said = ['1', '2', '3', '4', '5', '9', '*', 'tolong', 'lapor', 'ya', 'tidak', 'dua', 'Lubuk Alung', '', '?']

const input: fc.Arbitrary<Input> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...'123459*#').map((digits): Input => ({ kind: 'digits', digits })) },
  { weight: 6, arbitrary: fc.constant<Input>({ kind: 'digits', digits: NUMBER }) },
  { weight: 4, arbitrary: fc.constant<Input>({ kind: 'digits', digits: '3' }) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...said, NUMBER), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([text, confidence]): Input => ({ kind: 'speech', text, confidence })),
  },
  {
    weight: 6,
    arbitrary: fc.oneof(fc.constantFrom(...said, NUMBER), fc.string()).map((text): Input => ({ kind: 'text', text })),
  },
  { weight: 1, arbitrary: fc.constant<Input>({ kind: 'silence' }) },
  { weight: 2, arbitrary: fc.constant<Input>({ kind: 'continue' }) },
  {
    weight: 3,
    arbitrary: fc.nat({ max: 9 }).map((seconds): Input => ({ kind: 'recorded', recordingSid: 'RE1', seconds })),
  },
  { weight: 1, arbitrary: fc.constant<Input>({ kind: 'returned', how: 'completed' }) },
)
const facts: fc.Arbitrary<Facts> = fc.record({
  now: fc.nat({ max: 5 * 3_600_000 }),
  open: fc.constantFrom({}, { kantor: true }),
  caller: fc.record({ withheld: fc.boolean(), canBeTexted: fc.boolean() }),
  wait: fc.record({
    state: fc.constantFrom('none', 'waiting', 'joined', 'finished', 'left'),
    position: fc.nat({ max: 5 }),
    expectedWaitSeconds: fc.option(fc.nat({ max: 400 })),
    staffed: fc.boolean(),
    returns: fc.nat({ max: 3 }),
    join: fc.option(fc.record({ conference: fc.constantFrom('c1', 'c2'), endsOnExit: fc.boolean() })),
  }),
})

/** The house's answer: what was asked for, or something else. */
function answered(need: Need, luck: number): NeedResult {
  if (luck === 0) return { need: need.need, failed: true }
  if (luck === 1) return { need: 'ticket', code: '12345674' }
  if (need.need === 'lookup') return luck === 2 ? { need: 'lookup', found: false } : placeFound
  if (need.need === 'callback') return { need: 'callback', granted: luck > 2 }
  return { need: 'ticket', code: '12345674' }
}
const placeFound: NeedResult = { need: 'lookup', found: true, values: { name: 'Masjid Raya' } }
const read = (session: Session): Session => JSON.parse(JSON.stringify(session)) as Session

const kinds = new Set<string>()
const seen = { steps: 0, secrets: 0, inside: 0, restored: 0 }

/** What is true of every step. */
function holds(before: Session, { session, verbs, events, need }: Step): void {
  if (verbs.length === 0 && need === null) throw new Error('an answer without a verb')
  const depth = session.node.split('/').length - 1
  if (session.frames.length !== depth) throw new Error(`${session.node} with ${session.frames.length} frames`)
  if (JSON.stringify(read(session)) !== JSON.stringify(session)) throw new Error('the session does not survive JSON')
  if (events.filter(({ event }) => event === 'node.entered').length > 100) throw new Error('more than 100 nodes')
  const last = verbs.at(-1)?.verb
  if (need === null && (last === 'hangup') !== (session.ended !== null))
    throw new Error('hangs up on a dialogue that goes on')
  if (session.channel === 'text' && (last === 'hold' || last === 'record' || last === 'dial' || last === 'join')) {
    throw new Error(`a text dialogue is asked to ${last}`)
  }
  if (JSON.stringify(events).includes(SECRET)) throw new Error('an event tells what was given in confidence')
  const spoken = verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken : []))
  const told = spoken.filter(({ text, prompt }) => text.includes(SECRET) && prompt !== 'nomor_rahasia')
  if (told.length > 0) throw new Error(`${told[0]?.prompt} says what was given in confidence`)
  seen.steps += 1
  if (Object.values(session.variables).some((value) => value.includes(SECRET))) seen.secrets += 1
  if (depth === 2) seen.inside += 1
  if (before.frames.length > depth) seen.restored += 1
  for (const event of events) if (event.event === 'node.entered') kinds.add(event.kind)
}

t.test(
  'whatever a caller does by call or by text, in a flow of every kind: never a throw, never a secret, always an answer',
  async (t) => {
    const call = fc.array(fc.record({ input, facts, luck: fc.nat({ max: 5 }) }), { minLength: 5, maxLength: 40 })
    fc.assert(
      fc.property(fc.constantFrom<Channel>('voice', 'text'), call, (channel, turns) => {
        let step = advance(flow, begin(flow, { channel }), { kind: 'arrived' }, turns[0]?.facts as Facts)
        for (const { input, facts, luck } of turns) {
          const before = step.session
          step = advance(flow, read(before), input, facts)
          holds(before, step)
          for (let asked = 0; step.need !== null; asked += 1) {
            if (asked > 8) throw new Error('asks without end')
            const session = read(step.session)
            step = advance(flow, session, { kind: 'given', result: answered(step.need, luck) }, facts)
            holds(session, step)
          }
        }
      }),
      { numRuns: cases(200), seed: 20260105 },
    )
    t.same(
      Object.keys(nodeKinds).filter((kind) => !kinds.has(kind)),
      [],
      'every kind was entered',
    )
    t.ok(
      seen.steps > cases(2223) && seen.secrets > cases(12) && seen.inside > cases(67) && seen.restored > cases(23),
      JSON.stringify(seen),
    )
  },
)
