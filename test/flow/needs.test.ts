import t from 'tap'
import { advance, begin } from '../../src/flow/advance.ts'
import type { Input, NeedResult } from '../../src/flow/input.ts'
import { factsWith, parseSmall, smallFlow, smallPrompts } from './small-flow.ts'

const withTicket = smallFlow.replace('    next: pilih\n', '    next: pengantar\n').replace(
  'nodes:\n',
  `nodes:
  pengantar: { say: sabar, next: tiket }
  tiket: { ticket: pengaduan, from: { description_recording: pesan }, save: kode, exits: { opened: nomor, failed: antre } }
  nomor: { say: nomor, next: kirim }
  kirim: { sms: nomor, exits: { sent: cari, impossible: cari } }
  cari: { lookup: ticket, input: { code: kode }, save: tiket, exits: { found: ada, not_found: antre, failed: antre } }
  ada: { say: ada, next: pilih }
`,
)
const words = `${smallPrompts}nomor: { text: "Nomor {kode:digits}.", sms: "Tiket {kode}" }
ada: "Dibuka {tiket.opened:date}, {tiket.stage:word}, {tiket.agency}."
stage.received: diterima
stage.other: diproses
`
const parsed = parseSmall(withTicket, words)
if (parsed.outcome !== 'flow') throw new Error(parsed.problems.map(({ message }) => message).join('\n'))
const { flow } = parsed
const given = (result: NeedResult): Input => ({ kind: 'given', result })

const start = advance(flow, begin(flow), { kind: 'arrived' }, factsWith())
const asked = advance(
  flow,
  advance(flow, start.session, { kind: 'digits', digits: '3' }, factsWith()).session,
  { kind: 'digits', digits: '77' },
  factsWith(),
)
const opened = advance(flow, asked.session, given({ need: 'ticket', code: '12345674' }), factsWith())
const found = (stage: string) =>
  given({ need: 'lookup', found: true, values: { stage, opened: '1767582000000', agency: 'Dishub' } })

t.test('what must be fetched first is asked for, with nothing to say yet', async (t) => {
  t.same(asked.need, { need: 'ticket', fields: { kind: 'pengaduan' } })
  t.same(asked.verbs, [])
})

t.test('what came before the need is said when it is answered', async (t) => {
  const step = advance(flow, opened.session, found('received'), factsWith({ staffed: true }))
  const said = step.verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken : [])).map(({ text }) => text)
  t.same(said, [
    'Sabar.',
    'Nomor satu dua tiga empat, lima enam tujuh empat.',
    'Dibuka lima Januari dua ribu dua puluh enam, diterima, Dishub.',
    'Tunggu.',
  ])
  t.same(step.session.pending, [])
})

t.test('a text carries its own wording', async (t) => {
  t.match(
    opened.events.filter(({ event }) => event === 'text.wanted'),
    [{ prompt: 'nomor', body: 'Tiket 12345674' }],
  )
})

t.test('a stage without a word of its own is said by another word', async (t) => {
  const step = advance(flow, opened.session, found('entah'), factsWith())
  t.match(JSON.stringify(step.verbs), /diproses/)
})

t.test('a need that was not answered is asked again', async (t) => {
  const step = advance(flow, asked.session, { kind: 'continue' }, factsWith())
  t.same(step.need, asked.need)
})

t.test('a failure, or an answer to another need, goes to a human', async (t) => {
  for (const result of [
    { need: 'ticket', failed: true },
    { need: 'lookup', found: false },
  ] as const) {
    t.equal(advance(flow, asked.session, given(result), factsWith()).session.node, 'antre')
  }
})

t.test('an answer that nobody asked for changes nothing', async (t) => {
  const step = advance(flow, start.session, given({ need: 'ticket', code: '1' }), factsWith())
  t.equal(step.session.node, 'sapaan')
  t.same(step.verbs, start.verbs)
})
