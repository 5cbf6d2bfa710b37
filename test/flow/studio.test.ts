import t from 'tap'
import { parse } from 'yaml'
import { problemText } from '../../src/flow/flow.ts'
import { parseFlow } from '../../src/flow/parse.ts'
import { importStudio } from '../../src/flow/studio/import.ts'
import { languageOf } from '../../src/flow/studio/words.ts'
import { idOf } from '../../src/flow/studio/workshop.ts'
import { surroundings } from './small-flow.ts'

type Transition = { event: string; next?: string; conditions?: object[] }
const widget = (name: string, type: string, properties: object, ...transitions: Transition[]) => ({
  name,
  type,
  properties,
  transitions,
})
const on = (event: string, next?: string): Transition => (next === undefined ? { event } : { event, next })
const match = (value: string, next: string, type = 'equal_to'): Transition => ({
  event: 'match',
  next,
  conditions: [{ type, value, arguments: ['x'], friendly_name: value }],
})
const flowOf = (...states: object[]) => ({ description: 'Uji', initial_state: 'Trigger', states })
const trigger = (next: string, ...more: Transition[]) =>
  widget('Trigger', 'trigger', {}, on('incomingCall', next), ...more)

function imported(flow: object, known: Readonly<Record<string, { kind: 'number'; number: string }>> = {}) {
  const result = importStudio(flow, { id: 'uji', lane: 'umum', reader: 'eng' })
  if (result.outcome === 'refused') throw new Error(JSON.stringify(result.complaints))
  const { language, prompts } = result
  const source = { file: `prompts/${language}.yaml`, text: prompts }
  const site = { ...surroundings, targets: { ...surroundings.targets, ...known } }
  const parsed = parseFlow({ flow: { file: 'uji.yaml', text: result.flow }, prompts: [{ language, source }] }, site)
  const problems = parsed.outcome === 'problems' ? parsed.problems.map(problemText) : []
  const file = parse(result.flow) as { start: string; nodes: Record<string, Record<string, unknown>> }
  const words = parse(prompts) as Record<string, string>
  return {
    ...result,
    problems,
    file,
    nodes: file.nodes,
    words,
    remarks: result.remarks.map((r) => `${r.widget}: ${r.why}`),
  }
}

const menu = (say: string, name = 'Menu Utama', to = 'Pilih') =>
  widget(
    name,
    'gather-input-on-call',
    { say, language: 'id-ID', timeout: 5, number_of_digits: 1 },
    on('keypress', to),
    on('speech'),
    on('timeout'),
  )
const pick = (name: string, of: string, ...ways: Transition[]) =>
  widget(name, 'split-based-on', { input: `{{widgets.${of}.Digits}}` }, on('noMatch', of), ...ways)

t.test(
  'a small flow comes along whole; what is lacking is emergency first, and a target that the site does not know',
  async (t) => {
    const flow = flowOf(
      trigger('Menu Utama'),
      menu('Penjualan, tekan 1. Pesan, tekan 2. Antrean, tekan 3.'),
      pick('Pilih', 'Menu Utama', match('1', 'Jual'), match('2', 'Rekam'), match('3', 'Antre')),
      widget(
        'Jual',
        'connect-call-to',
        { noun: 'number', to: '+62751000999', timeout: 30 },
        on('callCompleted'),
        on('hangup'),
      ),
      widget('Rekam', 'record-voicemail', { max_length: 3600 }, on('recordingComplete', 'Dah'), on('noAudio')),
      widget('Antre', 'enqueue-call', { queue_name: 'Everyone' }, on('callComplete', 'Dah')),
      widget('Dah', 'say-play', { say: 'Terima kasih.', language: 'id-ID' }, on('audioComplete')),
    )
    const { nodes, problems, targets, words, file, language } = imported(flow)
    t.equal(language, 'ind')
    t.equal(file.start, 'menu_utama')
    t.match(nodes.menu_utama, {
      menu: 'uji.menu_utama',
      options: { 1: 'jual', 2: 'rekam', 3: 'antre' },
      timeout_seconds: 5,
    })
    t.equal(words['uji.menu_utama'], 'Penjualan, tekan 1. Pesan, tekan 2. Antrean, tekan 3.')
    t.match(nodes.jual, {
      handoff: ['jual'],
      ring_seconds: 30,
      exits: { answered: 'selesai_impor', failed: 'antre_impor' },
    })
    t.same(targets, { jual: '+62751000999' })
    t.match(nodes.rekam, { max_seconds: 600, next: 'dah', no_input: { finally: 'selesai_impor' } })
    t.match(nodes.antre, { queue: 'umum', exits: { answered: 'dah', nobody: 'pesan_impor' } })
    t.match(nodes.dah, { say: 'uji.dah', next: 'selesai_impor' })
    t.notOk('pilih' in nodes, 'the split is part of the menu')
    t.equal(problems.length, 2)
    t.match(problems[0], /no key leads straight to an emergency step/)
    t.match(problems[1], /the site has no target "jual"/)
    const known = imported(flow, { jual: { kind: 'number', number: '+62751000999' } })
    t.equal(known.problems.length, 1, 'with the target known, only emergency is lacking')
  },
)

t.test('a circle is bounded and ends at a human; nothing else is complained of', async (t) => {
  const { nodes, problems } = imported(
    flowOf(
      trigger('Menu'),
      menu('Lagi, tekan 1.', 'Menu'),
      pick('Pilih', 'Menu', match('1', 'Info')),
      widget('Info', 'say-play', { say: 'Info.' }, on('audioComplete', 'Menu')),
    ),
  )
  t.match(nodes.menu, { at_most: { times: 3, finally: 'antre_impor' } })
  t.same(problems.length, 1)
  t.match(problems[0], /emergency/)
})

t.test('fixed variables set behind a key come along and can be asked for', async (t) => {
  const { nodes, remarks } = imported(
    flowOf(
      trigger('Menu'),
      menu('Satu, tekan 1. Dua, tekan 2.', 'Menu'),
      pick('Pilih', 'Menu', match('1', 'Isi'), match('2', 'Tanya')),
      widget('Isi', 'set-variables', { variables: [{ key: 'Bagian', value: 'jalan' }] }, on('next', 'Tanya')),
      widget(
        'Tanya',
        'split-based-on',
        { input: '{{flow.variables.Bagian}}' },
        on('noMatch', 'Lain'),
        match('jalan, jembatan', 'Jalan', 'matches_any_of'),
      ),
      widget('Jalan', 'say-play', { say: 'Bagian {{flow.variables.Bagian}}.' }, on('audioComplete')),
      widget('Lain', 'say-play', { say: 'Lain.' }, on('audioComplete')),
    ),
  )
  t.match(nodes.menu?.options, { 1: { go: 'tanya', set: { bagian: 'jalan' } }, 2: 'tanya' })
  t.same(nodes.tanya?.choose, [
    { when: { equals: { variable: 'bagian', value: 'jalan' } }, go: 'jalan' },
    { when: { equals: { variable: 'bagian', value: 'jembatan' } }, go: 'jalan' },
    { else: 'lain' },
  ])
  t.same(remarks, [])
})

t.test('a number is asked for when its keys are not told apart', async (t) => {
  const { nodes, words } = imported(
    flowOf(
      trigger('Kode'),
      widget(
        'Kode',
        'gather-input-on-call',
        { say: 'Kode?', number_of_digits: 6 },
        on('keypress', 'Ucap'),
        on('timeout', 'Ucap'),
      ),
      widget('Ucap', 'say-play', { say: 'Kode {{widgets.Kode.Digits}}. {{widgets.Lain.body}}' }, on('audioComplete')),
    ),
  )
  t.match(nodes.kode, { ask: 'uji.kode', kind: 'digits', length: { min: 1, max: 6 }, save: 'kode', next: 'ucap' })
  t.match(nodes.kode, { no_input: { times: 0, finally: 'ucap' } })
  t.equal(words['uji.ucap'], 'Kode {kode}.')
})

const left: readonly (readonly [string, object, RegExp, string])[] = [
  [
    'a type nobody knows',
    widget('W', 'capture-payments', {}, on('success', 'Dah')),
    /W: capture-payments has no counterpart; callers go to the queue/,
    'antre_impor',
  ],
  [
    'a function',
    widget('W', 'run-function', { url: 'https://x.example' }, on('success', 'Dah'), on('fail')),
    /W: run-function has no counterpart; callers go straight on/,
    'dah',
  ],
  [
    'a function that leads nowhere',
    widget('W', 'run-function', {}, on('success')),
    /callers go to the queue/,
    'antre_impor',
  ],
  [
    'a number known only later',
    widget('W', 'connect-call-to', { noun: 'number', to: '{{flow.variables.x}}' }, on('callCompleted', 'Dah')),
    /known only during the call/,
    'antre_impor',
  ],
  [
    'a text to somebody else',
    widget('W', 'send-message', { to: '+6281', body: 'x' }, on('sent', 'Dah')),
    /texts \+6281 and not the caller/,
    'dah',
  ],
  [
    'variables that a key does not set',
    widget('W', 'set-variables', { variables: [{ key: 'a', value: '{{x}}' }] }, on('next', 'Dah')),
    /sets a;/,
    'dah',
  ],
  [
    'a condition on what nothing fills',
    widget('W', 'split-based-on', { input: '{{widgets.F.body}}' }, on('noMatch', 'Dah'), match('a', 'Dah')),
    /the condition "equal_to a" on {{widgets.F.body}}/,
    'antre_impor',
  ],
]
for (const [what, state, why, start] of left) {
  t.test(`${what} is named, and the caller goes on`, async (t) => {
    const result = imported(
      flowOf(trigger('W'), state, widget('Dah', 'say-play', { say: 'Dah.' }, on('audioComplete'))),
    )
    t.match(result.remarks[0], why)
    t.equal(result.file.start, start)
    if (start !== 'dah') t.match(result.remarks.at(-1), /Dah: was reached only by ways that have no counterpart/)
  })
}

t.test('recordings wait for their words; speech, messages and foreign languages are named', async (t) => {
  const { words, remarks, language } = imported(
    flowOf(
      trigger('Putar', on('incomingMessage', 'Putar')),
      widget('Putar', 'say-play', { play: 'https://x.example/salam.mp3' }, on('audioComplete', 'Menu')),
      widget(
        'Menu',
        'gather-input-on-call',
        { say: 'Uno.', language: 'es-MX' },
        on('keypress', 'P'),
        on('speech', 'S'),
      ),
      pick('P', 'Menu', match('1', 'Putar')),
      widget(
        'S',
        'split-based-on',
        { input: '{{widgets.Menu.SpeechResult}}' },
        on('noMatch'),
        match('ya', 'Putar', 'contains'),
      ),
    ),
  )
  t.equal(language, 'spa')
  t.equal(words['uji.putar'], '[write the words of the recording salam.mp3]')
  t.same(remarks.length, 4)
  t.match(
    remarks.join('\n'),
    /speaks "spa".*\n.*begins by incomingMessage.*\n.*salam\.mp3: copy the file.*\n.*speech is not understood/,
  )
})

t.test('names become ours, and two that become the same stay apart', async (t) => {
  t.same(['MainMenu 2', 'Sapaan!', '1st', 'Ünï'].map(idOf), ['main_menu_2', 'sapaan', 'w_1st', 'u_ni'])
  const same = (name: string, next?: string) => widget(name, 'say-play', { say: name }, on('audioComplete', next))
  const { words } = imported(
    flowOf(trigger('A b'), same('A b', 'a-b'), same('a-b', 'antre_impor'), same('antre_impor')),
  )
  t.match(words, { 'uji.a_b': 'A b', 'uji.a_b_2': 'a-b', 'uji.antre_impor_2': 'antre_impor' })
  t.same([languageOf('en-US'), languageOf('id'), languageOf('xx')], ['eng', 'ind', null])
})

t.test('what is no Studio flow is refused with everything that is wrong', async (t) => {
  const result = importStudio({ states: [{ name: 'x' }] }, { id: 'uji', lane: 'umum', reader: 'ind' })
  t.equal(result.outcome, 'refused')
  t.match(result.outcome === 'refused' ? result.complaints.map(({ message }) => message) : [], [
    /initial_state/,
    /type/,
  ])
})
