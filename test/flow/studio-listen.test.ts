import t from 'tap'
import { flowOf, imported, match, menu, on, pick, say, trigger, widget } from './studio-flows.ts'

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

const heard = (name: string, of: string, ...ways: ReturnType<typeof match>[]) =>
  widget(name, 'split-based-on', { input: `{{widgets.${of}.SpeechResult}}` }, on('noMatch', of), ...ways)
const both = widget(
  'Menu',
  'gather-input-on-call',
  { say: 'Jalan, tekan 1. Lampu, tekan 2.', language: 'id-ID', number_of_digits: 1 },
  on('keypress', 'Tombol'),
  on('speech', 'Kata'),
)

t.test('words that lead where a key leads are words of that key', async (t) => {
  const { nodes, words, remarks, problems } = imported(
    flowOf(
      trigger('Menu'),
      both,
      pick('Tombol', 'Menu', match('1', 'Jalan'), match('2', 'Lampu')),
      heard(
        'Kata',
        'Menu',
        match('jalan, jembatan', 'Jalan', 'matches_any_of'),
        match('lampu', 'Lampu', 'contains'),
        match('air', 'Air'),
        match('^x', 'Lampu', 'regex'),
      ),
      say('Jalan'),
      say('Lampu'),
      say('Air'),
    ),
  )
  t.match(nodes.menu, {
    speech: true,
    options: { 1: { go: 'jalan', label: 'uji.menu.tombol_1' }, 2: { go: 'lampu', label: 'uji.menu.tombol_2' } },
  })
  t.same(words['uji.menu.tombol_1'], { text: 'jalan', words: ['jalan', 'jembatan'] })
  t.same(remarks, [
    'Kata: the condition "regex ^x" on {{widgets.Menu.SpeechResult}} has no counterpart; its way is left out',
    'Menu: the words "air" lead to air, for which there is no key; they are not heard',
    'Air: was reached only by ways that have no counterpart; it was left out',
  ])
  t.equal(problems.length, 1, problems.join('\n'))
})

t.test('a menu for speech alone gets a key beside every word, and says it', async (t) => {
  const { nodes, words, remarks } = imported(
    flowOf(
      trigger('Menu'),
      widget('Menu', 'gather-input-on-call', { say: 'Apa?', language: 'id-ID' }, on('speech', 'Kata'), on('timeout')),
      heard('Kata', 'Menu', match('jalan', 'Jalan'), match('lampu', 'Lampu')),
      say('Jalan'),
      say('Lampu'),
    ),
  )
  t.match(nodes.menu, { menu: ['uji.menu', 'uji.menu.tombol'], speech: true, options: { 1: { go: 'jalan' } } })
  t.equal(words['uji.menu.tombol'], 'jalan, tekan 1. lampu, tekan 2.')
  t.same(remarks, ['Menu: was answered by speech only; here every answer has a key beside it: 1 = jalan; 2 = lampu'])
})

t.test('words that nobody tells apart are asked for, with a key to a human', async (t) => {
  const { nodes, problems } = imported(
    flowOf(
      trigger('Cerita'),
      widget('Cerita', 'gather-input-on-call', { say: 'Apa?' }, on('speech', 'Ulang'), on('timeout')),
      widget('Ulang', 'say-play', { say: '{{widgets.Cerita.SpeechResult}}' }, on('audioComplete')),
    ),
  )
  t.match(nodes.cerita, { ask: 'uji.cerita', kind: 'speech', options: { '*': 'antre_impor' }, next: 'ulang' })
  t.equal(problems.length, 1, problems.join('\n'))
})

t.test('a question whose answer nobody looks at is only said', async (t) => {
  const go = ['keypress', 'speech', 'timeout'].map((event) => on(event, 'Dah'))
  const { nodes, remarks } = imported(
    flowOf(trigger('Sebentar'), widget('Sebentar', 'gather-input-on-call', { say: 'Sebentar.' }, ...go), say('Dah')),
  )
  t.same([nodes.sebentar, remarks], [{ say: 'uji.sebentar', next: 'dah' }, []])
})

t.test('a key of a menu that is asked for again later is remembered', async (t) => {
  const { nodes, words, remarks } = imported(
    flowOf(
      trigger('Menu'),
      menu('Satu, tekan 1. Dua, tekan 2.', 'Menu'),
      pick('Pilih', 'Menu', match('1', 'Kode'), match('2', 'Kode')),
      widget('Kode', 'say-play', { say: 'Anda menekan {{widgets.Menu.Digits}}.' }, on('audioComplete', 'Lagi')),
      pick('Lagi', 'Menu', match('2', 'Dua')),
      say('Dua'),
    ),
  )
  t.match(nodes.menu?.options, { 1: { go: 'kode', set: { menu: '1' } }, 2: { set: { menu: '2' } } })
  t.equal(words['uji.kode'], 'Anda menekan {menu}.')
  t.same(nodes.lagi?.choose, [{ when: { equals: { variable: 'menu', value: '2' } }, go: 'dua' }, { else: 'menu' }])
  t.same(remarks, [])
})

t.test('of a sentence with branches the last one is kept, and the rest is named once', async (t) => {
  const text = "Tutup. {% case x %}{% when 'libur' %}Hari libur.{% else %}Sampai besok.{% endcase %} Kode {{y}}."
  const { words, remarks } = imported(
    flowOf(trigger('Tutup'), widget('Tutup', 'say-play', { say: text }, on('audioComplete'))),
  )
  t.equal(words['uji.tutup'], 'Tutup. Sampai besok. Kode .')
  t.equal(remarks.length, 1)
  t.match(remarks[0], /says \{% case x %\} .* \{% endcase %\} \{\{y\}\}, which nothing here fills/)
})
