import fc from 'fast-check'
import t from 'tap'
import { advance, begin, type Step } from '../../src/flow/advance.ts'
import { problemText, type Session } from '../../src/flow/flow.ts'
import type { Facts, Input, Need, NeedResult } from '../../src/flow/input.ts'
import { loadSite } from '../../src/site.ts'
import { cases } from '../support/depth.ts'

const loaded = await loadSite(new URL('../../ivr-flows', import.meta.url).pathname)
if (loaded.outcome === 'problems') throw new Error(loaded.problems.map(problemText).join('\n'))
const { flows } = loaded.site

const calm: Facts = {
  now: 0,
  open: {},
  caller: { withheld: false, canBeTexted: true },
  wait: { state: 'none', position: 0, expectedWaitSeconds: null, staffed: true, returns: 0, join: null },
}

const plain = fc.string().map((text) => text.replaceAll(/[{}]/g, ''))
const result: fc.Arbitrary<NeedResult> = fc.oneof(
  fc.constant<NeedResult>({ need: 'ticket', code: '12345674' }),
  fc.constant<NeedResult>({ need: 'ticket', failed: true }),
  fc.constant<NeedResult>({ need: 'lookup', found: false }),
  fc
    .dictionary(fc.constantFrom('stage', 'agency', 'opened', 'name', 'text', 'confidence', 'id', 'other'), plain)
    .map((values): NeedResult => ({ need: 'lookup', found: true, values })),
  fc.boolean().map((granted): NeedResult => ({ need: 'callback', granted })),
)
const input: fc.Arbitrary<Input> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'0123456789*#').map((digits): Input => ({ kind: 'digits', digits })) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }).map((digits): Input => ({ kind: 'digits', digits })) },
  { weight: 1, arbitrary: fc.constant<Input>({ kind: 'digits', digits: '12345674' }) },
  { weight: 3, arbitrary: fc.constant<Input>({ kind: 'silence' }) },
  { weight: 3, arbitrary: fc.double().map((seconds): Input => ({ kind: 'recorded', recordingSid: 'RE1', seconds })) },
  {
    weight: 2,
    arbitrary: fc
      .integer({ min: 1, max: 60 })
      .map((seconds): Input => ({ kind: 'recorded', recordingSid: 'RE1', seconds })),
  },
  { weight: 3, arbitrary: fc.constant<Input>({ kind: 'continue' }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('completed', 'busy', 'no-answer', 'failed', 'canceled')
      .map((how): Input => ({ kind: 'returned', how })),
  },
  { weight: 1, arbitrary: fc.constant<Input>({ kind: 'arrived' }) },
  { weight: 1, arbitrary: result.map((given): Input => ({ kind: 'given', result: given })) },
)
const facts: fc.Arbitrary<Facts> = fc.record({
  now: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  open: fc.constantFrom({}, { kantor: true }, { kantor: false }),
  caller: fc.record({ withheld: fc.boolean(), canBeTexted: fc.boolean() }),
  wait: fc.record({
    state: fc.constantFrom('none', 'waiting', 'joined', 'finished', 'left'),
    position: fc.nat({ max: 50 }),
    expectedWaitSeconds: fc.option(fc.nat({ max: 4000 })),
    staffed: fc.boolean(),
    returns: fc.nat({ max: 3 }),
    join: fc.option(fc.record({ conference: fc.constantFrom('c1', 'c2'), endsOnExit: fc.boolean() })),
  }),
})
const call = fc.array(fc.record({ input, facts, answer: result }), { maxLength: 40 })

const read = (session: Session): Session => JSON.parse(JSON.stringify(session))
const matches = (need: Need, answer: NeedResult): NeedResult =>
  answer.need === need.need ? answer : { need: need.need, failed: true }

t.test('whatever callers do, every answer says or asks something, and calls end only where they may', async (t) => {
  let answers = 0
  const ends = new Set<string>()
  for (const flow of flows) {
    fc.assert(
      fc.property(call, (turns) => {
        let step: Step = advance(flow, begin(flow), { kind: 'arrived' }, calm)
        for (const { input, facts, answer } of turns) {
          const before = step.session
          step = advance(flow, read(before), input, facts)
          for (let asked = 0; step.need !== null; asked += 1) {
            if (asked > 5) throw new Error('asks without end')
            if (step.verbs.length > 0) throw new Error('speaks before the need is answered')
            step = advance(flow, read(step.session), { kind: 'given', result: matches(step.need, answer) }, facts)
          }
          answers += 1
          holds(before, step)
        }
        ends.add(step.session.ended ?? step.session.awaits)
      }),
      { numRuns: cases(400), seed: 20260105 },
    )
  }
  t.ok(answers > cases(1334), String(answers))
  t.ok(
    ['goodbye', 'human', 'recorded', 'hold', 'keys'].every((end) => ends.has(end)),
    [...ends].join(),
  )
  t.notOk(ends.has('nothing'))
})

/** What is true of every answer. */
function holds(before: Session, { session, verbs, events }: Step): void {
  const last = verbs.at(-1)
  if (last === undefined) throw new Error('an answer without a verb')
  const hangsUp = last.verb === 'hangup'
  if (hangsUp !== (session.ended !== null)) throw new Error('hangs up on a caller whose dialogue goes on')
  const said = verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken : []))
  if (hangsUp && before.ended === null && said.length === 0) throw new Error('ends without a word')
  if (said.some(({ text }) => text === '' || /[{}]/.test(text))) {
    throw new Error(`says an empty sentence or a placeholder: ${said.map(({ text }) => text).join('|')}`)
  }
  if (JSON.stringify(session).length > 6000) throw new Error('the session grows')
  if (JSON.stringify(read(session)) !== JSON.stringify(session)) throw new Error('the session does not survive JSON')
  const ended = events.filter(({ event }) => event === 'dialogue.ended').length
  if (ended !== (before.ended === null && session.ended !== null ? 1 : 0))
    throw new Error('the end is not told exactly once')
}

t.test('a caller who only stays silent or presses wrong keys waits for a human or has left a ticket', async (t) => {
  for (const flow of flows) {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<Input>({ kind: 'silence' }, { kind: 'digits', digits: '0' }), {
          minLength: 12,
          maxLength: 20,
        }),
        fc.boolean(),
        (inputs, staffed) => {
          const wait = { ...calm.wait, staffed }
          let step = advance(flow, begin(flow), { kind: 'arrived' }, { ...calm, wait })
          const needs: string[] = []
          for (const input of inputs) {
            step = advance(flow, read(step.session), input, { ...calm, wait })
            if (step.need !== null) {
              needs.push(step.need.need)
              step = advance(
                flow,
                read(step.session),
                { kind: 'given', result: { need: 'ticket', code: '12345674' } },
                { ...calm, wait },
              )
            }
          }
          return staffed ? step.session.awaits === 'hold' : needs.includes('ticket')
        },
      ),
      { numRuns: cases(60), seed: 20260105 },
    )
    t.pass(flow.id)
  }
})

t.test('emergency is one key away and never further, whatever the facts', async (t) => {
  for (const flow of flows) {
    fc.assert(
      fc.property(facts, (anything) => {
        const arrived = advance(flow, begin(flow), { kind: 'arrived' }, anything)
        const step = advance(flow, read(arrived.session), { kind: 'digits', digits: '1' }, anything)
        return step.events.some((event) => event.event === 'wait.began' && event.emergency !== undefined)
      }),
      { numRuns: cases(60), seed: 20260105 },
    )
    t.pass(flow.id)
  }
})
