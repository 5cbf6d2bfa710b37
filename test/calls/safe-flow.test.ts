import t from 'tap'
import { speakToCallee } from '../../src/calls/safe-callee.ts'
import {
  beginSafe,
  type SafeInput,
  type SafeLine,
  type SafePhone,
  type SafeState,
  takeSafe,
} from '../../src/calls/safe-flow.ts'
import type { Input } from '../../src/flow/input.ts'
import type { Say } from '../../src/flow/verbs.ts'

const say: Say = (prompt, values = {}) => ({
  prompt,
  text: `${prompt} ${Object.values(values).join(' ')}`,
  language: 'ind',
})
const phone = (name: string, accepts: 'key' | 'talk', number: string): SafePhone => ({
  name,
  target: { kind: 'number', number },
  accepts,
  ringSeconds: 20,
  talkSeconds: 10,
})
const line: SafeLine = {
  menu: [say('aman_menu')],
  say,
  ladder: [phone('PSC 119', 'talk', '+62751000119'), phone('Damkar', 'key', '+62751000113')],
  dutyLine: phone('Posko', 'talk', '+62751000112'),
}

const given = (input: Input, talkedSeconds = 0, isOver = false): SafeInput => ({ input, talkedSeconds, isOver })
const key = (digits: string) => given({ kind: 'digits', digits })
const silence = given({ kind: 'silence' })
const returned = (how: 'completed' | 'busy' | 'no-answer' | 'failed', seconds = 0) =>
  given({ kind: 'returned', how }, seconds)
const begin = (danger: string | null = null) => beginSafe({ call: 'CA1', danger, usualKind: 'umum' }, line)
const take = (state: SafeState, ...inputs: SafeInput[]) =>
  inputs.reduce((step, input) => takeSafe(step.state, input, line), { ...begin(), state })

t.test('who has just called hears the menu; who was in an emergency is rung for at once', async (t) => {
  t.match(begin().verbs, [{ verb: 'gather', spoken: [{ prompt: 'aman_menu' }] }])
  t.match(begin('medis'), {
    dials: { name: 'PSC 119' },
    emergency: 'medis',
    verbs: [{ verb: 'dial', ringSeconds: 20 }],
  })
})

t.test('key 1, silence and odd keys lead to the ladder, every other key to the duty line', async (t) => {
  for (const input of [key('1'), silence, key('*'), key('#'), given({ kind: 'continue' })])
    t.match(take(begin().state, input), { dials: { name: 'PSC 119' }, emergency: 'umum' })
  for (const input of [key('2'), key('0'), key('9')])
    t.match(take(begin().state, input), { dials: { name: 'Posko' }, emergency: null, isForDuty: true })
})

t.test('rung after rung, round after round, and at last words and not only a hang-up', async (t) => {
  let step = begin('umum')
  const rung: string[] = []
  while (step.dials !== null) {
    rung.push(step.dials.name)
    step = takeSafe(step.state, returned(rung.length % 2 === 0 ? 'busy' : 'failed'), line)
  }
  t.equal(rung.length, 16)
  t.same(rung.slice(0, 4), ['PSC 119', 'Damkar', 'PSC 119', 'Damkar'])
  t.match(step.verbs, [{ verb: 'say', spoken: [{ prompt: 'aman_belum' }] }, { verb: 'hangup' }])
})

t.test('a control room counts by its seconds, a duty phone by its key', async (t) => {
  const ringing = begin('umum').state
  t.match(
    take(ringing, returned('completed', 3)),
    { reached: null, dials: { name: 'Damkar' } },
    'a machine of the control room',
  )
  t.match(take(ringing, returned('completed', 10)), {
    reached: 'PSC 119',
    verbs: [{ spoken: [{ prompt: 'aman_terputus' }] }],
  })
  t.match(
    take(ringing, returned('busy'), returned('completed', 1)),
    { reached: 'Damkar' },
    'it had to press 1 to be connected',
  )
})

t.test('after a conversation 1 begins again, and silence ends with a goodbye', async (t) => {
  const talked = take(begin('umum').state, returned('completed', 60)).state
  t.match(take(talked, key('1')), { dials: { name: 'PSC 119' } })
  t.match(take(talked, silence).verbs, [{ spoken: [{ prompt: 'aman_selesai' }] }, { verb: 'hangup' }])
})

t.test('the duty line is tried again, with the way to the ladder in between', async (t) => {
  const first = take(begin().state, key('2'), returned('no-answer'))
  t.match(first.verbs, [{ verb: 'gather', spoken: [{ prompt: 'aman_posko_lagi' }] }])
  t.match(take(first.state, silence), { dials: { name: 'Posko' } })
  t.match(take(first.state, key('1')), { dials: { name: 'PSC 119' }, emergency: 'umum' })
  const never = take(first.state, silence, returned('busy'), silence, returned('busy'))
  t.match(never.verbs, [{ spoken: [{ prompt: 'aman_belum' }] }, { verb: 'hangup' }])
})

t.test('who hangs up is told nothing more, and what went before still counts', async (t) => {
  const over = takeSafe(begin('umum').state, given({ kind: 'returned', how: 'completed' }, 30, true), line)
  t.match(over, { reached: 'PSC 119', dials: null, verbs: [{ verb: 'hangup' }] })
})

t.test('the same request has the same answer, and whatever is sent ends in words', async (t) => {
  const { state } = begin()
  t.same(takeSafe(state, key('1'), line), takeSafe(state, key('1'), line))
  for (const [name, input] of Object.entries({
    silence,
    key: key('1'),
    talked: returned('completed', 60),
    busy: returned('busy'),
  })) {
    let step = begin()
    let turns = 0
    while (step.verbs.at(-1)?.verb !== 'hangup' && turns < 500) {
      step = takeSafe(step.state, input, line)
      turns += 1
    }
    t.ok(turns < 500, `${name}: after ${turns} turns`)
    t.match(step.verbs[0], { verb: 'say' }, 'nobody is hung up on without words')
  }
})

t.test('a duty phone must press 1; voicemail, which presses nothing, is let go', async (t) => {
  const callee = { call: 'CA1', turn: 1, name: 'Damkar', accepts: 'key', label: 'Darurat', asked: 0 } as const
  const hears = (asked: number, input: Input) => speakToCallee({ ...callee, asked }, input, say, 'Padang Pariaman')
  t.match(hears(0, { kind: 'continue' }), { step: 'ask', next: { asked: 1 } })
  t.match(hears(1, { kind: 'digits', digits: '1' }), { step: 'connect', spoken: [] })
  t.match(hears(1, { kind: 'digits', digits: '2' }), { step: 'let_go' })
  t.match(hears(3, { kind: 'silence' }), { step: 'let_go', verbs: [{ verb: 'say' }, { verb: 'hangup' }] })
  t.match(speakToCallee({ ...callee, accepts: 'talk' }, { kind: 'continue' }, say, 'x'), {
    step: 'connect',
    spoken: [{}],
  })
})
