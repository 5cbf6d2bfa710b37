import t from 'tap'
import { importStudio } from '../../src/flow/studio/import.ts'
import { languageOf } from '../../src/flow/studio/words.ts'
import { idOf } from '../../src/flow/studio/workshop.ts'
import { flowOf, imported, match, menu, on, options, pick, trigger, widget } from './studio-flows.ts'

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

t.test('recordings wait for their words; messages and foreign languages are named', async (t) => {
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
  t.same(remarks.length, 3)
  t.match(remarks.join('\n'), /speaks "spa".*\n.*begins by incomingMessage.*\n.*salam\.mp3: copy the file/)
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
  const result = importStudio({ states: [{ name: 'x' }] }, { ...options, reader: 'ind' })
  t.equal(result.outcome, 'refused')
  t.match(result.outcome === 'refused' ? result.complaints.map(({ message }) => message) : [], [
    /initial_state/,
    /type/,
  ])
})
