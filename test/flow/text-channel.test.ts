import t from 'tap'
import { after, flowOf, heard, told, write } from './caller.ts'
import { parseSmall, smallFlow, smallPrompts } from './small-flow.ts'

const prompts = `${smallPrompts
  .replace('salam: "Darurat', 'salam: { text: "Darurat')
  .replace('Petugas, tekan 2."', 'Petugas, tekan 2.", sms: "Balas dengan nomor." }')}telepon: "Telepon 112."
telepon_darurat: Telepon 112 sekarang.
l_darurat: { text: Darurat, words: [tolong] }
l_petugas: Petugas
kabar: "Kata Anda: {pesan}."
`
const text = smallFlow
  .replace('      1: darurat\n', '      1: { go: darurat, label: l_darurat }\n')
  .replace('      2: antre\n', '      2: { go: antre, label: l_petugas }\n')
  .replace(
    '    exits: { answered: selesai, left: selesai }\n',
    '    text: { say: telepon_darurat, go: pesan }\n    exits: { answered: selesai, left: selesai }\n',
  )
  .replace('  error: {', '  text: { say: telepon, go: pesan }\n  error: {')
  .replace('    next: selesai\n', '    next: kabar\n')
  .replace('nodes:\n', 'nodes:\n  kabar: { sms: kabar, exits: { sent: selesai, impossible: selesai } }\n')
const flow = flowOf(parseSmall(text, prompts))
const reads = (...lines: readonly string[]) => after(flow, lines.map(write), 'text')

t.test('a menu is its wording for a text, with its choices by name', async (t) => {
  const step = reads()
  t.equal(heard(step), 'Balas dengan nomor.')
  t.match(step.verbs, [
    {
      verb: 'gather',
      choices: [
        { key: '1', label: { text: 'Darurat', language: 'ind' }, words: ['tolong'] },
        { key: '2', label: { text: 'Petugas' } },
        { key: '3', label: null },
        { key: '4', label: null },
      ],
    },
  ])
})

t.test('a choice is a number, a number word, a name or a word', async (t) => {
  for (const line of ['3', 'tiga', 'nomor 3']) t.equal(reads(line).session.node, 'sandi', line)
  for (const line of ['1', 'Darurat!', 'tolong']) t.match(heard(reads(line)), /^Telepon 112 sekarang\./, line)
  t.match(reads('apa?').events, [{ event: 'input.missed', why: 'no_match' }])
  t.match(reads('  ').events, [{ event: 'input.missed', why: 'no_input' }])
})

t.test('an emergency and a wait are an instruction to call, and somebody follows them up', async (t) => {
  const emergency = reads('1')
  t.match(heard(emergency), /^Telepon 112 sekarang\. Rekam\./, 'the node’s own way')
  t.match(emergency.events, [
    {},
    {},
    { event: 'human.wanted', node: 'darurat', lane: 'darurat', emergency: 'umum' },
    {},
  ])
  const wait = reads('2')
  t.match(heard(wait), /^Telepon 112\. Rekam\./, 'the flow’s')
  t.match(wait.events, [{}, {}, { event: 'human.wanted', node: 'antre', lane: 'umum' }, {}])
  t.notOk(told(wait).includes('wait.began'))
})

t.test('a bridge to elsewhere is an instruction to call, for which no human of ours is wanted', async (t) => {
  const step = reads('4')
  t.match(heard(step), /^Telepon 112\. Rekam\./)
  t.notOk(told(step).includes('human.wanted'))
})

t.test('words are written where a call would record them', async (t) => {
  const step = reads('2', 'Jalan di depan rumah saya berlubang.')
  t.match(step.events[0], {
    event: 'words.written',
    node: 'pesan',
    variable: 'pesan',
    text: 'Jalan di depan rumah saya berlubang.',
  })
  t.equal(heard(step), 'Kata Anda: Jalan di depan rumah saya berlubang.. Dah.')
  t.equal(step.session.ended, 'recorded')
  t.notOk(told(step).includes('text.wanted'), 'what would be texted is read at once')
  t.match(reads('2', ' ').session.ended, 'goodbye')
})

t.test('a question is answered in writing', async (t) => {
  t.match(reads('3', '1234').session.variables, { sandi: '1234' })
  t.match(reads('3', 'satu dua tiga empat').session.variables, { sandi: '1234' })
  t.match(reads('3', 'lupa').events, [{ event: 'input.missed', why: 'no_match' }])
})

t.test('a flow that names no way for texts apologises, ends, and leaves the follow-up', async (t) => {
  const { text: _, ...defaults } = flow.defaults
  const step = after({ ...flow, defaults }, [write('2')], 'text')
  t.equal(heard(step), 'Maaf.')
  t.same(told(step).slice(-2), ['human.wanted', 'dialogue.ended'])
  t.equal(step.session.ended, 'goodbye')
})

t.test('when everything fails a text ends with an apology, and a human is told', async (t) => {
  const { antre: _, ...nodes } = flow.nodes
  const step = after({ ...flow, nodes }, [write('2')], 'text')
  t.equal(heard(step), 'Maaf.')
  t.same(told(step), ['flow.failed', 'human.wanted', 'dialogue.ended'])
})

t.test('a ticket gets as text what a call would have recorded', async (t) => {
  const asks = flowOf(
    parseSmall(
      text
        .replace('    next: kabar\n', '    next: tiket\n')
        .replace(
          'nodes:\n',
          'nodes:\n  tiket: { ticket: pengaduan, from: { description_recording: pesan }, save: kode, exits: { opened: kabar, failed: kabar } }\n',
        ),
      prompts,
    ),
  )
  t.same(after(asks, [write('2'), write('Lampu mati')], 'text').need, {
    need: 'ticket',
    fields: { kind: 'pengaduan', description: 'Lampu mati' },
  })
})
