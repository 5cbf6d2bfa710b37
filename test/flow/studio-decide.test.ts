import t from 'tap'
import { parse } from 'yaml'
import { expressionOf } from '../../src/flow/studio/condition.ts'
import { importStudio } from '../../src/flow/studio/import.ts'
import { flowOf, imported, match, menu, on, options, pick, say, trigger, widget } from './studio-flows.ts'

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
  t.same(nodes.tanya?.choose, [{ when: "bagian in ['jalan', 'jembatan']", go: 'jalan' }, { else: 'lain' }])
  t.same(remarks, [])
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
    /sets a to \{\{x\}\}, which is known only in Studio/,
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

t.test('conditions become expressions where ours can say them', async (t) => {
  const said = (type: string, value?: string) =>
    expressionOf('x', [{ type, ...(value === undefined ? {} : { value }) }])
  t.same(
    [
      said('equal_to', 'a'),
      said('not_equal_to', "it's"),
      said('does_not_match_any_of', 'a, b'),
      said('is_blank'),
      said('is_not_blank'),
      said('greater_than', '5'),
      said('less_than', '-2.5'),
    ],
    [
      "x == 'a'",
      'x != "it\'s"',
      "not (x in ['a', 'b'])",
      'not filled(x)',
      'filled(x)',
      'number(x) > 5',
      'number(x) < -2.5',
    ],
  )
  for (const [type, value] of [
    ['starts_with', 'a'],
    ['greater_than', 'a'],
    ['equal_to', '{{y}}'],
    ['equal_to', ''],
    ['equal_to', `'"`],
  ] as const) {
    t.equal(said(type, value), null, `${type} ${value}`)
  }
  const both = [{ type: 'is_not_blank' }, { type: 'not_equal_to', value: 'a' }]
  t.equal(expressionOf('x', both), "filled(x) and x != 'a'", 'all must hold')
})

t.test('variables are set by expressions, fixed or taken from what was asked', async (t) => {
  const set = [
    { key: 'Jenis', value: 'warga' },
    { key: 'salinan', value: '{{widgets.Kode.Digits}}' },
    { key: 'sumber', value: '{{trigger.call.To}}' },
  ]
  const { nodes, remarks, problems } = imported(
    flowOf(
      trigger('Kode'),
      widget('Kode', 'gather-input-on-call', { say: 'Kode?', number_of_digits: 4 }, on('keypress', 'Isi')),
      widget('Isi', 'set-variables', { variables: set }, on('next', 'Tanya')),
      widget(
        'Tanya',
        'split-based-on',
        { input: '{{flow.variables.salinan}}' },
        on('noMatch', 'Lain'),
        match('1000', 'Lain', 'less_than'),
      ),
      say('Lain'),
    ),
  )
  t.same(nodes.isi, { set: { jenis: "'warga'", salinan: 'kode' }, next: 'tanya' })
  t.same(nodes.tanya?.choose, [{ when: 'number(salinan) < 1000', go: 'lain' }, { else: 'lain' }])
  t.same(remarks, ['Isi: sets sumber to {{trigger.call.To}}, which is known only in Studio; it was left out'])
  t.equal(problems.length, 1, problems.join('\n'))
  t.match(problems[0], /emergency/)
})

const hours = (name: string, field: string, ...ways: ReturnType<typeof match>[]) => [
  widget(name, 'run-function', { url: 'https://x.example/f' }, on('success', 'Buka'), on('fail', 'Tutup')),
  widget('Buka', 'split-based-on', { input: `{{widgets.${name}.${field}}}` }, on('noMatch', 'Tutup'), ...ways),
  say('Ya'),
  say('Tutup'),
  say('Libur'),
]

t.test('a function that was asked for the opening hours is a calendar of the site', async (t) => {
  const { nodes, remarks, file } = imported(
    flowOf(trigger('check_schedule'), ...hours('check_schedule', 'parsed.isOpen', match('true', 'Ya'))),
  )
  t.equal(file.start, 'buka')
  t.same(nodes.buka, { hours: 'kantor', exits: { open: 'ya', closed: 'tutup' } })
  t.match(remarks, ['Buka: asks check_schedule for the opening hours; here the calendar "kantor" says so', /^Libur/])
})

t.test('several kinds of being closed are one; hours of which nothing is known are none', async (t) => {
  const ways = [match('open', 'Ya', 'starts_with'), match('holiday', 'Libur'), match('closed', 'Tutup')]
  const { nodes, remarks } = imported(flowOf(trigger('Business_hours'), ...hours('Business_hours', 'body', ...ways)))
  t.match(nodes.buka, { exits: { open: 'ya', closed: 'libur' } })
  t.match(remarks.join('\n'), /closed lead elsewhere there; here the calendar only knows open and closed/)
  const other = imported(flowOf(trigger('Business_hours'), ...hours('Business_hours', 'body', match('vip', 'Ya'))))
  t.match(other.remarks.join('\n'), /run-function has no counterpart[\s\S]*the condition "equal_to vip"/)
  const weather = imported(
    flowOf(
      trigger('Cuaca'),
      widget('Cuaca', 'run-function', { url: 'https://x.example/f' }, on('success', 'Pilah')),
      widget('Pilah', 'split-based-on', { input: '{{widgets.Cuaca.body}}' }, on('noMatch', 'Ya'), match('true', 'Ya')),
      say('Ya'),
    ),
  )
  t.notOk(JSON.stringify(weather.nodes).includes('hours'), 'a function about something else is not asked for hours')
})

t.test('another Studio flow is a sub-flow with what it is given', async (t) => {
  const { nodes, remarks, problems } = imported(
    flowOf(
      trigger('Cari Lokasi'),
      widget(
        'Cari Lokasi',
        'run-subflow',
        {
          flow_sid: 'FW1',
          parameters: [
            { key: 'asal', value: 'darat' },
            { key: 'b', value: '{{x}}' },
          ],
        },
        on('completed', 'Dah'),
        on('failed'),
      ),
      say('Dah'),
    ),
  )
  t.same(nodes.cari_lokasi, {
    call: 'cari_lokasi',
    with: { asal: "'darat'" },
    exits: { selesai: 'dah', petugas: 'antre_impor' },
  })
  t.match(
    remarks.join('\n'),
    /sets b to[\s\S]*another Studio flow \(FW1\); import it with --as-subflow --id cari_lokasi/,
  )
  t.match(problems.join('\n'), /calls "cari_lokasi", which is no sub-flow/)
})

t.test('a flow imported as a part returns to who calls it', async (t) => {
  const flow = flowOf(
    trigger('Lain', on('incomingParent', 'Tanya')),
    menu('Satu, tekan 1.', 'Tanya'),
    pick('Pilih', 'Tanya', match('1', 'Bantu')),
    widget('Bantu', 'capture-payments', {}, on('success')),
    say('Lain'),
  )
  const result = importStudio(flow, { ...options, asSubflow: true })
  const file = result.outcome === 'imported' ? parse(result.flow) : {}
  t.match(file, { schema: 'hotline-subflow/v1', id: 'uji', start: 'tanya', defaults: undefined, languages: undefined })
  t.same(file.nodes.antre_impor, { return: 'petugas' })
  t.same(file.nodes.tanya.options, { 1: 'antre_impor' })
  t.notOk('selesai_impor' in file.nodes, 'nothing ends there')
})
