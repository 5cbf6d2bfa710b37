import t from 'tap'
import { advance, begin, type Step } from '../../src/flow/advance.ts'
import type { Flow, Session } from '../../src/flow/flow.ts'
import type { Facts, Input, WaitFacts } from '../../src/flow/input.ts'
import { factsWith, parseSmall } from './small-flow.ts'

const parsed = parseSmall()
if (parsed.outcome !== 'flow') throw new Error('the small flow is broken')
const { flow } = parsed

/** A caller who has done these things; the session is written out and read back in between. */
function after(...inputs: readonly (Input | readonly [Input, Facts])[]): Step {
  let step = advance(flow, begin(flow), { kind: 'arrived' }, factsWith())
  for (const item of inputs) {
    const [input, facts] = 'kind' in item ? [item, factsWith()] : item
    step = advance(flow, JSON.parse(JSON.stringify(step.session)), input, facts)
  }
  return step
}

const press = (digits: string): Input => ({ kind: 'digits', digits })
const silence: Input = { kind: 'silence' }
const beat: Input = { kind: 'continue' }
const back: Input = { kind: 'returned', how: 'completed' }
const heard = (step: Step): string =>
  step.verbs
    .flatMap((verb) => ('spoken' in verb ? verb.spoken : []))
    .map(({ text }) => text)
    .join(' ')
const told = (step: Step): readonly string[] => step.events.map(({ event }) => event)
const waiting = (wait: Partial<WaitFacts> = {}): Facts =>
  factsWith({ state: 'waiting', position: 2, expectedWaitSeconds: 61, ...wait })
const joined = (conference: string): Facts => factsWith({ state: 'joined', join: { conference, endsOnExit: true } })

t.test('a call begins with the greeting, which a key interrupts', async (t) => {
  const step = after()
  t.match(step.verbs, [
    { verb: 'gather', maxDigits: 1, finishOnKey: '', spoken: [{ prompt: 'salam', language: 'ind' }] },
  ])
  t.equal(step.verbs.length, 1)
})

t.test('silence repeats the words after an apology, then goes on to a human', async (t) => {
  t.equal(heard(after(silence)), 'Ulangi. Darurat, tekan 1. Petugas, tekan 2.')
  t.equal(after(silence, silence).session.node, 'antre')
})

t.test('misses are counted for each visit of a node', async (t) => {
  const step = after(silence, press('3'), silence)
  t.equal(step.session.node, 'sandi')
  t.same(step.session.missed, { no_input: 1, no_match: 0 })
})

t.test('silence and wrong keys are counted apart', async (t) => {
  t.equal(after(press('8'), silence, press('8')).session.node, 'sapaan')
  t.equal(after(press('8'), silence, press('8'), press('8')).session.node, 'antre')
})

t.test('a move that brings the caller back to a menu repeats it without counting', async (t) => {
  const step = after(beat, beat, beat)
  t.equal(heard(step), 'Darurat, tekan 1. Petugas, tekan 2.')
  t.same(step.session.missed, { no_input: 0, no_match: 0 })
})

t.test('sensitive digits are masked in what is told', async (t) => {
  const step = after(press('3'), press('12#'))
  t.match(step.events, [{ event: 'answer.given', variable: 'sandi', value: '**' }])
  t.equal(step.session.variables.sandi, '12')
})

t.test('a number too short or too long is a wrong key', async (t) => {
  t.match(after(press('3'), press('1')).events, [{ event: 'input.missed', why: 'no_match' }])
  t.match(after(press('3'), press('12345')).events, [{ event: 'input.missed', why: 'no_match' }])
  t.match(after(press('3'), press('#')).events, [{ event: 'input.missed', why: 'no_input' }])
})

t.test('the first condition that holds decides', async (t) => {
  t.equal(after(press('3'), press('1234')).session.node, 'serah')
  t.equal(after(press('3'), press('99')).session.node, 'antre')
  t.equal(after(press('3'), [press('99'), factsWith({}, false)]).session.node, 'pesan')
})

t.test('a hand-off that is answered ends as handed off; one that is not reaches a human', async (t) => {
  t.match(after(press('4')).verbs, [
    { verb: 'dial', targets: [{ number: '+62751000112' }], spoken: [{ prompt: 'sambung' }] },
  ])
  t.equal(after(press('4'), back).session.ended, 'handed_off')
  t.equal(after(press('4'), { kind: 'returned', how: 'busy' }).session.node, 'antre')
})

t.test('the first words of a wait never say a place that is not known', async (t) => {
  const step = after(press('2'))
  t.equal(heard(step), 'Tunggu.')
  t.match(step.verbs, [{ verb: 'hold', seconds: 10 }])
  t.match(step.events.at(-1), { event: 'wait.began', lane: 'umum' })
})

t.test('a waiting caller hears the place when it moves, and other words in between', async (t) => {
  const first = [press('2'), [beat, waiting()]] as const
  t.equal(heard(after(...first)), 'Nomor 2. 2 menit.')
  t.not(heard(after(...first, [beat, waiting()])), 'Nomor 2. 2 menit.')
  t.equal(heard(after(...first, [beat, waiting({ position: 1, expectedWaitSeconds: null })])), 'Nomor 1.')
})

t.test('a wrong key while waiting loses nothing', async (t) => {
  const step = after(press('2'), [beat, waiting()], [press('5'), waiting()])
  t.equal(step.session.node, 'antre')
  t.notOk(told(step).includes('wait.left'))
  t.equal(step.verbs[0]?.verb, 'hold')
})

t.test('whoever is taken joins, and reaching a human is told once for each conference', async (t) => {
  const first = after(press('2'), [beat, joined('c1')])
  t.same(first.verbs, [{ verb: 'join', conference: 'c1', label: 'citizen', endsOnExit: true, leavesOnStar: false }])
  t.same(told(first), ['human.reached'])
  t.same(told(after(press('2'), [beat, joined('c1')], [beat, joined('c1')])), [])
  t.same(told(after(press('2'), [beat, joined('c1')], [beat, joined('c2')])), ['human.reached'])
})

t.test('a key that meets an operator who has just taken the call does not lose the operator', async (t) => {
  const step = after(press('2'), [press('9'), joined('c1')])
  t.equal(step.verbs[0]?.verb, 'join')
})

t.test('a conversation that broke off brings an apology once, and the place in front', async (t) => {
  const cameBack = [press('2'), [beat, joined('c1')], [back, waiting({ position: 1, returns: 1 })]] as const
  t.match(
    after(...cameBack).verbs,
    [{ verb: 'hold', seconds: 2, spoken: [] }],
    'the word of how it ended may be on its way',
  )
  const broke = [...cameBack, [beat, waiting({ position: 1, returns: 1 })]] as const
  t.equal(heard(after(...broke)), 'Maaf.')
  t.not(heard(after(...broke, [beat, waiting({ position: 1, returns: 1 })])), 'Maaf.')
  t.equal(after(...broke, [beat, joined('c1')]).verbs[0]?.verb, 'join')
})

t.test(
  'back before the record of the end, the caller holds shortly and joins again only after three times',
  async (t) => {
    const returned = [press('2'), [beat, joined('c1')], [back, joined('c1')]] as const
    t.match(after(...returned).verbs, [{ verb: 'hold', seconds: 2 }])
    const verbs = after(...returned, [beat, joined('c1')], [beat, joined('c1')], [beat, joined('c1')]).verbs
    t.equal(verbs[0]?.verb, 'join')
    t.equal(after(...returned, [beat, factsWith({ state: 'finished' })]).session.ended, 'human')
  },
)

t.test('with nobody signed in the general lane offers a message, the emergency lane keeps calling help', async (t) => {
  const nobody = factsWith({ staffed: false })
  const general = after([press('2'), nobody])
  t.equal(general.verbs[0]?.verb, 'record')
  t.notOk(told(general).includes('wait.began'))
  const emergency = after(
    [press('1'), nobody],
    [beat, waiting({ staffed: false })],
    [silence, waiting({ staffed: false })],
  )
  t.equal(heard(emergency), 'Dipanggil.')
  t.match(emergency.verbs, [{ verb: 'hold' }])
})

t.test('an emergency is told with its kind and lane', async (t) => {
  t.match(after(press('1')).events.at(-1), { event: 'wait.began', lane: 'darurat', emergency: 'umum' })
})

t.test('a hang-up ends the dialogue anywhere, and nothing is told afterwards', async (t) => {
  const step = after(press('2'), { kind: 'hangup' })
  t.same(step.events, [{ event: 'dialogue.ended', node: 'antre', how: 'hangup' }])
  const again = after(press('2'), { kind: 'hangup' }, press('1'))
  t.same(again.events, [])
  t.same(again.verbs, [{ verb: 'hangup' }])
})

t.test('an unknown language becomes the default', async (t) => {
  t.equal(begin(flow, { language: 'xyz' }).language, 'ind')
})

const at = (node: string): Session => ({ ...begin(flow), node, awaits: 'keys' })

t.test('a session at a node that does not exist goes to a human with an apology', async (t) => {
  for (const node of ['hilang', 'constructor', '__proto__', '']) {
    const step = advance(flow, at(node), press('1'), factsWith())
    t.equal(step.session.node, 'antre')
    t.match(heard(step), /^Maaf\. Tunggu\./)
    const problem = 'the session stands at a node that its flow does not have'
    t.match(step.events[0], { event: 'flow.failed', node, problem }, 'and what went wrong is told first')
  }
})

t.test('a circle without a wait goes to a human', async (t) => {
  const node = (id: string, next: string) => ({ id, kind: 'say', spec: { say: 'maaf', next } })
  const round: Flow = { ...flow, nodes: { ...flow.nodes, a: node('a', 'b'), b: node('b', 'a') } }
  const step = advance(round, { ...at('a'), awaits: 'arrival' }, { kind: 'arrived' }, factsWith())
  t.equal(step.session.node, 'antre')
  t.equal(step.verbs.at(-1)?.verb, 'hold')
  t.match(step.events[0], { event: 'flow.failed', problem: /circle/ })
})

t.test('when even the human exit fails the caller holds and is tried again, never hung up on', async (t) => {
  const { antre: _, ...nodes } = flow.nodes
  const step = advance({ ...flow, nodes }, at('hilang'), press('1'), factsWith())
  t.match(step.verbs, [{ verb: 'hold' }])
  t.same(told(step), ['flow.failed'])
  t.equal(step.session.ended, null)
  const later = advance(flow, step.session, beat, factsWith())
  t.equal(later.session.node, 'antre')
})
