import t from 'tap'
import { problemText } from '../../src/flow/flow.ts'
import { parseSmall, smallFlow, smallPrompts } from './small-flow.ts'

const part = `schema: hotline-subflow/v1
id: tempat
inputs: { topik: { type: text } }
outputs: { nama: { type: text } }
start: tanya
nodes:
  tanya: { ask: sandi, kind: digits, length: { min: 2, max: 2 }, save: nama, next: sudah }
  sudah: { return: ada }
`
/** Another part, which calls the first. */
const other = part
  .replace('id: tempat', 'id: lain')
  .replace(
    'sudah: { return: ada }',
    'sudah: { call: tempat, with: { topik: topik }, exits: { ada: ada } }\n  ada: { return: ada }',
  )
const call = `  tempat:
    call: tempat
    with: { topik: "'jalan'" }
    take: { sandi: nama }
    exits: { ada: pilih }
`
const flow = smallFlow.replace('3: sandi', '3: tempat').replace(/ {2}sandi:\n(?: {4}.*\n)+/, call)

type Piece = readonly [string, string]

function problems(change: { readonly flow?: Piece; readonly part?: Piece; readonly other?: Piece }) {
  const changed = (text: string, by?: Piece): string => {
    if (by !== undefined && !text.includes(by[0])) throw new Error(`there is no ${by[0]}`)
    return by === undefined ? text : text.replace(...by)
  }
  const parts = { tempat: changed(part, change.part), lain: changed(other, change.other) }
  const parsed = parseSmall(changed(flow, change.flow), smallPrompts, parts)
  return parsed.outcome === 'problems' ? parsed.problems.map(problemText) : []
}

t.test('a flow with a part is in order, and so is one that calls it twice, or through another part', async (t) => {
  t.same(problems({}), [])
  const again = call.replace('  tempat:', '  lagi:').replace('{ sandi: nama }', '{ lagi: nama }')
  t.same(problems({ flow: [call, `${call.replace('ada: pilih', 'ada: lagi')}${again}`] }), [])
  t.same(problems({ flow: ['call: tempat', 'call: lain'] }), [])
})

const cases: readonly (readonly [string, Parameters<typeof problems>[0], string])[] = [
  [
    'a part that does not exist',
    { flow: ['call: tempat', 'call: tenpat'] },
    'kecil.yaml:43 nodes.tempat.call: calls "tenpat", which is no sub-flow; did you mean "tempat"?',
  ],
  [
    'an input that is not given',
    { flow: ['    with: { topik: "\'jalan\'" }\n', ''] },
    'kecil.yaml:42 nodes.tempat.with: "tempat" asks for "topik"',
  ],
  [
    'an input that it does not have',
    { flow: ['with: { topik', 'with: { warna: 1, topik'] },
    'nodes.tempat.with.warna: "tempat" has no "warna"',
  ],
  [
    'an input of another type',
    { flow: ['"\'jalan\'"', '7'] },
    'kecil.yaml:44 nodes.tempat.with.topik: `7`, column 1: text is wanted here',
  ],
  [
    'an output that it does not have',
    { flow: ['sandi: nama', 'sandi: kode'] },
    'nodes.tempat.take.sandi: "tempat" has no "kode"',
  ],
  [
    'a way back that leads nowhere',
    { part: ['sudah: { return: ada }', 'sudah: { return: batal }'] },
    'nodes.tempat.exits: "tempat" may return by "batal"',
  ],
  [
    'an exit by which it never returns',
    { flow: ['ada: pilih', 'ada: pilih, tidak: antre'] },
    'nodes.tempat.exits.tidak: "tempat" has no "tidak"',
  ],
  [
    'an output that nothing fills',
    { part: ['nama: { type: text }', 'kode: { type: text }'] },
    'tempat.yaml:4 outputs.kode: promises "kode"',
  ],
  [
    'an output of another type',
    { part: ['nama: { type: text }', 'nama: { type: number }'] },
    'tempat.yaml:4 outputs.nama.type: promises number',
  ],
  [
    'a part that never returns',
    { part: ['sudah: { return: ada }', 'sudah: { end: dah }'] },
    'tempat.yaml:6 nodes: no step returns',
  ],
  [
    'a part that calls itself',
    {
      part: [
        'sudah: { return: ada }',
        'sudah: { call: tempat, with: { topik: topik }, exits: { ada: kembali } }\n  kembali: { return: ada }',
      ],
    },
    'tempat.yaml:8 nodes.sudah.call: sub-flows call each other without end: tempat → tempat',
  ],
  [
    'parts that call each other',
    {
      part: [
        'sudah: { return: ada }',
        'sudah: { call: lain, with: { topik: topik }, exits: { ada: ada } }\n  ada: { return: ada }',
      ],
    },
    'tempat.yaml:8 nodes.sudah.call: sub-flows call each other without end: lain → tempat → lain',
  ],
  [
    'a return outside of a part',
    { flow: ['    end: dah', '    return: ada'] },
    'kecil.yaml:58 nodes.selesai: returns, and nobody called',
  ],
  [
    'an exit of a part that leads nowhere',
    { part: ['next: sudah', 'next: sudahh'] },
    'tempat.yaml:7 nodes.tanya.next: leads to "sudahh", which does not exist; did you mean "sudah"?',
  ],
  [
    'a variable of the caller read in a part',
    {
      part: [
        'next: sudah }',
        'next: baca }\n  baca: { choose: [{ when: { set: pesan }, go: sudah }, { else: sudah }] }',
      ],
    },
    'tempat.yaml:8 nodes.baca.choose.0.when.set: reads "pesan", which nothing fills',
  ],
  [
    'a variable of a part read by the caller',
    { flow: ['variable: sandi', 'variable: topik'] },
    'reads "topik", which nothing fills',
  ],
  [
    'silence in a part that leads to a goodbye',
    { part: ['start: tanya\n', 'start: tanya\ndefaults: { no_input: { times: 0, finally: dah } }\n'] },
    'tempat.yaml:6 defaults.no_input.finally: leads to "dah", which does not exist',
  ],
  [
    'a wrong form of a part',
    { part: ['save: nama', 'simpan: nama'] },
    'tempat.yaml:7 nodes.tanya.simpan: is not known here',
  ],
  ['a part that calls itself otherwise', { part: ['id: tempat', 'id: tempatt'] }, 'tempat.yaml:2 id: must be "tempat"'],
  [
    'a variable called like a fact',
    { part: ['save: nama', 'save: caller'] },
    'tempat.yaml:7 nodes.tanya: "caller" is a name that the line has taken',
  ],
]

for (const [name, change, expected] of cases) {
  t.test(`${name} is told where it stands`, async (t) => {
    const found = problems(change)
    t.ok(
      found.some((problem) => problem.includes(expected)),
      `${expected} in:\n${found.join('\n')}`,
    )
  })
}

t.test('what is wrong in a part is told once, however often it is called', async (t) => {
  const found = problems({
    flow: [call, `${call.replace('ada: pilih', 'ada: lagi')}${call.replace('  tempat:', '  lagi:')}`],
    part: ['next: sudah', 'next: sudahh'],
  })
  t.equal(found.filter((problem) => problem.includes('sudahh')).length, 1)
})

t.test('what a part inherits from the part that calls it is told there, and only there', async (t) => {
  const found = problems({
    flow: ['call: tempat', 'call: lain'],
    other: ['start: tanya\n', 'start: tanya\ndefaults: { no_input: { times: 0, finally: hilang } }\n'],
  })
  t.match(found, [/^lain\.yaml:6 defaults\.no_input\.finally: leads to "hilang", which does not exist/])
  t.equal(found.length, 1, found.join('\n'))
})
