import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { advance, begin, type Step } from '../../src/flow/advance.ts'
import type { Flow } from '../../src/flow/flow.ts'
import type { Facts, Input, WaitFacts } from '../../src/flow/input.ts'
import { loadSite } from '../../src/site.ts'
import { press, silence, speak, told } from './caller.ts'
import { factsWith } from './small-flow.ts'

const loaded = await loadSite(join(import.meta.dirname, '../../ivr-flows'))
if (loaded.outcome !== 'site') throw new Error('the shipped site is broken')
const [flow] = loaded.site.flows as readonly [Flow]
const heartbeat: Input = { kind: 'continue' }

const calm = factsWith()
const waiting: Facts = { ...calm, wait: { ...calm.wait, state: 'waiting', position: 1, staffed: true } }
const withWait = (wait: Partial<WaitFacts>): Facts => ({ ...waiting, wait: { ...waiting.wait, ...wait } })

function play(inputs: readonly Input[], facts = waiting, language = 'ind'): readonly Step[] {
  const steps = [advance(flow, begin(flow, { language }), { kind: 'arrived' }, facts)]
  for (const input of inputs) {
    const before = steps.at(-1) as Step
    steps.push(advance(flow, JSON.parse(JSON.stringify(before.session)), input, facts))
  }
  return steps
}
const last = (inputs: readonly Input[], facts = waiting) => play(inputs, facts).at(-1) as Step
const prompts = ({ verbs }: Step) =>
  verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken.map(({ prompt }) => prompt) : []))

const anything: fc.Arbitrary<Input> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(heartbeat) },
  fc.constantFrom(...'0123456789*#'.split('')).map(press),
  fc.constantFrom('kebakaran', 'ya', 'tidak', 'entah', 'api besar', '').map((text) => speak(text)),
  fc.constant(silence),
)

for (const [way, keys] of [
  ['darurat', [press('1')]],
  ['darurat_senyap', [silence, press('5')]],
] as const) {
  t.test(
    `whatever is pressed or said in ${way}, nobody leaves it, and each question is asked at most twice`,
    async (t) => {
      fc.assert(
        fc.property(fc.array(anything, { maxLength: 40 }), (inputs) => {
          const steps = play([...keys, ...inputs]).slice(keys.length + 1)
          const said = Map.groupBy(steps.flatMap(prompts), (prompt) => prompt)
          const questions = ['darurat_jenis', 'senyap_bahaya', 'senyap_terluka', 'senyap_pelaku', 'senyap_kirim']
          return (
            steps.every(({ session, verbs }) => session.node === way && verbs.at(-1)?.verb === 'hold') &&
            questions.every((question) => (said.get(question)?.length ?? 0) <= 2)
          )
        }),
        { numRuns: 300 },
      )
      t.pass('300 random callers')
    },
  )
}

t.test('between two questions that nobody answers the caller hears that help is being called', async (t) => {
  const steps = play([silence, press('5'), heartbeat, heartbeat, heartbeat, heartbeat]).slice(3)
  t.same(steps.map(prompts), [['senyap_bahaya'], ['senyap_menunggu_2'], ['senyap_bahaya'], ['senyap_menunggu']])
})

t.test('an answer that comes with the operator is kept, and the caller is joined at once', async (t) => {
  const steps = play([press('1'), heartbeat])
  const joined = withWait({ state: 'joined', join: { conference: 'c1', endsOnExit: true } })
  const step = advance(flow, (steps.at(-1) as Step).session, press('3'), joined)
  t.match(step.events, [{ event: 'emergency.told', kind: 'polisi' }, { event: 'human.reached' }])
  t.match(step.verbs, [{ verb: 'join', conference: 'c1' }])
})

t.test('who has spoken with a human is asked nothing by us', async (t) => {
  const back = withWait({ returns: 1 })
  t.same(
    play([press('1'), heartbeat, heartbeat, heartbeat], back)
      .slice(2)
      .flatMap(prompts)
      .filter((id) => id === 'darurat_jenis'),
    [],
  )
})

t.test('questions are also heard as words; those for who cannot speak are keys only', async (t) => {
  t.match(last([press('1'), heartbeat]).verbs, [{ verb: 'hold', seconds: 10, speech: { language: 'ind' } }])
  const [verb] = last([silence, press('5'), heartbeat]).verbs
  t.match(verb, { verb: 'hold', seconds: 10 })
  t.notOk(verb !== undefined && 'speech' in verb)
})

t.test('a danger named elsewhere is asked about once; no goes on with what was said', async (t) => {
  t.match(prompts(last([press('2'), speak('ada orang tenggelam')])), ['tanya_darurat'])
  const calmed = last([press('2'), speak('selokan mampet, kemarin ada kecelakaan'), press('2')])
  t.match(calmed.session, { isCalm: true, doubt: null, variables: {} })
  t.ok(calmed.session.node.startsWith('aduan/tempat'), 'the topic was chosen by the words themselves')
  t.ok(told(last([press('2'), speak('ada orang tenggelam'), press('1')])).includes('wait.began'))
  t.equal(last([press('2'), speak('ada orang tenggelam'), silence, silence]).session.node, 'darurat')
})

t.test('silence is counted until the first sign, and marks an open line', async (t) => {
  const silent = last([silence, silence])
  t.match(silent.events.at(-1), { event: 'wait.began', lane: 'umum', silent: true })
  const signed = last([press('8'), press('8'), press('8')])
  t.match(signed.events.at(-1), { event: 'wait.began', lane: 'umum' })
  t.notOk('silent' in (signed.events.at(-1) ?? {}))
})

t.test('a call that began before there were signs to count is not taken for an open line', async (t) => {
  const { silences: _, ...old } = begin(flow)
  const step = advance(flow, { ...old, awaits: 'keys', node: 'senyap' } as Step['session'], silence, waiting)
  t.notOk('silent' in (step.events.at(-1) ?? {}))
})
