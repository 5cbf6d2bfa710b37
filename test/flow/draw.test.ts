import t from 'tap'
import type { Counts } from '../../src/flow/draw/counts.ts'
import { dotOf, FONT_POINTS } from '../../src/flow/draw/dot.ts'
import { graphOf, shortened } from '../../src/flow/draw/graph.ts'
import eng from '../../src/flow/draw/lang/eng.json' with { type: 'json' }
import ind from '../../src/flow/draw/lang/ind.json' with { type: 'json' }
import { mermaidOf } from '../../src/flow/draw/mermaid.ts'
import { onSheet } from '../../src/flow/draw/page.ts'
import { drawWords } from '../../src/flow/draw/words.ts'
import { nodeKinds } from '../../src/flow/nodes/table.ts'
import { parseSmall, smallFlow, smallPrompts } from './small-flow.ts'

const words = drawWords('ind')

function drawn(flow = smallFlow, prompts = smallPrompts) {
  const parsed = parseSmall(flow, prompts)
  if (parsed.outcome === 'problems') throw new Error(JSON.stringify(parsed.problems))
  return graphOf(parsed.flow, words)
}
const graph = drawn()
const edge = (from: string, to: string) => graph.edges.find((one) => one.from === from && one.to === to)

t.test('every node is drawn by what the caller gets there', async (t) => {
  const looks = Object.fromEntries(graph.nodes.map(({ id, look }) => [id, look]))
  t.same(looks, {
    sapaan: 'listens',
    darurat: 'emergency',
    antre: 'human',
    pesan: 'recording',
    sandi: 'listens',
    pilih: 'passes',
    serah: 'partner',
    selesai: 'end',
  })
  t.same(
    graph.nodes.filter(({ isStart }) => isStart).map(({ id }) => id),
    ['sapaan'],
  )
  t.match(
    graph.nodes.find(({ id }) => id === 'darurat'),
    { kind: 'DARURAT', words: 'Bantuan datang.' },
  )
})

t.test('a way carries its key, its exit or its condition, and is coloured by where it leads', async (t) => {
  t.same(edge('sapaan', 'darurat'), { from: 'sapaan', to: 'darurat', labels: ['1'], look: 'emergency' })
  t.same(edge('sapaan', 'antre'), { from: 'sapaan', to: 'antre', labels: ['2'], look: 'human' })
  t.same(edge('serah', 'antre'), { from: 'serah', to: 'antre', labels: ['gagal'], look: 'human' })
  t.same(edge('pilih', 'serah')?.labels, ['sandi = 1234'])
  t.same(edge('pilih', 'antre')?.labels, ['buka kantor'])
  t.same(edge('pilih', 'pesan'), { from: 'pilih', to: 'pesan', labels: ['selain itu'], look: 'plain' })
  t.same(edge('sandi', 'pilih'), { from: 'sandi', to: 'pilih', labels: [], look: 'human' }, 'a branch asks nothing')
})

t.test('a way through a branch to an emergency is one to an emergency, a way to a question is not', async (t) => {
  const { edges } = drawn(smallFlow.replace('- else: pesan', '- else: darurat'))
  const look = (from: string, to: string) => edges.find((one) => one.from === from && one.to === to)?.look
  t.equal(look('sandi', 'pilih'), 'emergency')
  t.equal(look('pilih', 'darurat'), 'emergency')
  t.equal(look('sapaan', 'sandi'), 'plain')
  t.equal(look('pilih', 'antre'), 'human')
})

t.test('ways between the same two nodes are one line with every label', async (t) => {
  t.same(edge('darurat', 'selesai')?.labels, ['selesai', 'dibubarkan'])
  const both = graph.edges.filter(({ from, to }) => from === 'pesan' && to === 'selesai')
  t.same(
    both.map(({ look, labels }) => [look, labels]),
    [
      ['plain', []],
      ['trouble', ['diam', 'salah tekan']],
    ],
    'but misses stay apart from the way that was meant',
  )
})

t.test('what every menu has in common is said once and not drawn from each', async (t) => {
  t.equal(edge('sandi', 'antre'), undefined)
  t.match(
    graph.rules.join('\n'),
    /diulang 1 kali, lalu antre\nSalah tekan: diulang 2 kali, lalu antre\nGangguan: antre/,
  )
})

t.test('words are the first sentence, cut between two words', async (t) => {
  t.equal(shortened('Mohon tunggu. Panggilan Anda tetap di tempatnya.'), 'Mohon tunggu.')
  t.equal(shortened('Petugas akan menindaklanjuti. Terima kasih.', 20), 'Petugas akan…')
  t.equal(shortened('Tiket {kode:digits} ada.'), 'Tiket … ada.')
  t.equal(shortened('Pertanggungjawabannya', 10), 'Pertanggun…')
})

t.test('DOT text keeps what the flow says as text, whatever signs it holds', async (t) => {
  const spiteful = drawn(smallFlow, smallPrompts.replace('rekam: Rekam.', 'rekam: \'"<b>" & \\\''))
  const dot = dotOf(spiteful, words, 'LR')
  t.match(dot, '&quot;&lt;b&gt;&quot; &amp; \\')
  t.notMatch(dot, '<b>')
})

t.test(
  'colour is never alone: each kind of way has its own line, each kind of node its own shape or frame',
  async (t) => {
    const dot = dotOf(graph, words, 'TB')
    const line = (from: string, to: string) => dot.split('\n').find((one) => one.includes(`"${from}" -> "${to}"`)) ?? ''
    t.match(line('sapaan', 'darurat'), /style="solid", penwidth="3.2"/)
    t.match(line('sapaan', 'antre'), /style="dashed"/)
    t.match(line('antre', 'pesan'), /style="dotted"/)
    t.match(line('pilih', 'pesan'), /style="solid", penwidth="1"/)
    t.match(dot, /"darurat" \[shape="octagon"/)
    t.match(dot, /garis tebal: menuju darurat/)
  },
)

t.test('what is asked while help is called stands in its step, each question with its keys', async (t) => {
  const asks = `    asks:
      - { id: jenis, title: Jenis, say: tunggu, options: { 1: { kind: umum, label: sabar }, 2: { answer: lain } } }
      - { id: luka, say: tunggu, options: { 1: { answer: ya }, 2: { answer: sama_sekali_tidak_ada }, 3: { answer: tidak_tahu } } }
`
  const asking = drawn(smallFlow.replace('    returned: maaf\n', `    returned: maaf\n${asks}`))
  t.same(asking.nodes.find(({ id }) => id === 'darurat')?.asks, [
    'Jenis: 1 Sabar., 2 lain',
    'Tunggu: 1 ya, 2 sama_sekali_tidak_ada,',
    '3 tidak_tahu',
  ])
  t.match(dotOf(asking, words, 'TB'), 'Bantuan datang.<BR/><I>Jenis: 1 Sabar., 2 lain</I><BR/><I>Tunggu:')
  t.match(mermaidOf(asking, words), 'Bantuan datang.<br/>Jenis: 1 Sabar., 2 lain<br/>Tunggu:')
})

t.test('rules that hold everywhere take several lines, so that the picture is not smaller for them', async (t) => {
  const rules = ['Diam: antre', 'x'.repeat(100), 'Gangguan: antre']
  t.match(dotOf({ ...graph, rules }, words, 'TB'), `<BR/>Diam: antre.<BR/>${'x'.repeat(100)}.<BR/>Gangguan: antre>`)
})

const counts: Counts = {
  calls: 200,
  nodes: { sapaan: { entered: 200, lost: 30 }, antre: { entered: 0, lost: 0 } },
  edges: { 'sapaan>antre': 100 },
}

t.test('counts of real calls lie over nodes and ways', async (t) => {
  const dot = dotOf(graph, words, 'TB', counts)
  t.match(dot, '200 masuk, 30 hilang (15 %)')
  t.match(dot, '0 masuk, 0 hilang (0 %)')
  t.match(dot, /"sapaan" -> "antre" \[.*penwidth="3.8", label=" 2, ×100 "/)
  t.match(dot, 'kecil: 200 panggilan')
  t.match(mermaidOf(graph, words, counts), 'n_sapaan -.->|"2, ×100"| n_antre')
  t.notMatch(dotOf(graph, words, 'TB'), /×|hilang/)
})

t.test('Mermaid text names every node once and every way, in the printed lines', async (t) => {
  const text = mermaidOf(graph, words)
  t.match(text, 'n_darurat{{"darurat · DARURAT<br/>Bantuan datang."}}:::emergency')
  t.match(text, 'n_sapaan ==>|"1"| n_darurat')
  t.match(text, 'n_sapaan -.->|"2"| n_antre')
  t.match(text, 'n_sandi -.-> n_pilih')
  t.equal(text.match(/^ {2}n_\w+(\[|\{|>|\()/gm)?.length, graph.nodes.length)
  t.equal(text.match(/^ {2}n_\w+ (==>|-\.->|-\.-x|-->)/gm)?.length, graph.edges.length)
  const links = [...text.matchAll(/linkStyle (\d+) /g)].map(([, index]) => Number(index))
  t.ok(links.every((index) => ['emergency', 'human'].includes(graph.edges[index]?.look ?? '')))
})

t.test('the sheet is A4 on its side, holds the whole drawing, and tells how large its letters print', async (t) => {
  const wide = onSheet('<svg width="10pt" viewBox="0.00 0.00 2000.00 500.00"><g/></svg>', FONT_POINTS)
  t.match(wide.svg, /<svg width="297mm" height="210mm" viewBox="(-?[\d.]+) (-?[\d.]+) ([\d.]+) ([\d.]+)"/)
  const [x = 0, y = 0, width = 0, height = 0] = (/viewBox="([^"]+)"/.exec(wide.svg)?.[1] ?? '').split(' ').map(Number)
  t.ok(x < 0 && y < 0 && x + width > 2000 && y + height > 500)
  t.ok(Math.abs(width / height - 297 / 210) < 0.001)
  t.ok(Math.abs(wide.printedPoints - (FONT_POINTS * 281) / 2000 / (25.4 / 72)) < 0.01)
  t.throws(() => onSheet('<p>', FONT_POINTS), /no SVG/)
})

t.test('the picture has a word for every kind and every exit, the same in both languages', async (t) => {
  const kinds = Object.keys(nodeKinds).sort()
  t.same(
    kinds.filter((kind) => !(kind in ind.kind)),
    [],
  )
  t.same(Object.keys(eng.kind), Object.keys(ind.kind))
  t.same(Object.keys(eng.way), Object.keys(ind.way))
  const exits = Object.values(nodeKinds).flatMap(({ schema }) => {
    const { exits } = schema.properties as { readonly exits?: { readonly properties: object } }
    return Object.keys(exits?.properties ?? {})
  })
  t.same(
    exits.filter((exit) => !(exit in ind.way)),
    [],
  )
})
