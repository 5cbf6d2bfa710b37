import t from 'tap'
import { type Counts, foldedCounts, worstOf } from '../../src/flow/draw/counts.ts'
import { dotOf } from '../../src/flow/draw/dot.ts'
import type { DrawnNode, EdgeLook, Graph } from '../../src/flow/draw/graph.ts'
import { mermaidOf } from '../../src/flow/draw/mermaid.ts'
import { hasParts, partsOf } from '../../src/flow/draw/parts.ts'
import { drawWords } from '../../src/flow/draw/words.ts'

const words = drawWords('ind')
const node = (id: string, more: Partial<DrawnNode> = {}): DrawnNode => ({
  id,
  name: id.split('/').at(-1) ?? id,
  look: 'passes',
  kind: 'ucapan',
  words: '',
  asks: [],
  isStart: false,
  calls: null,
  ...more,
})
const way = (from: string, to: string, look: EdgeLook = 'plain', ...labels: string[]) => ({ from, to, labels, look })

/** Two places ask where, by the same sub-flow, which itself calls another. */
const inside = (at: string) => [
  node(`${at}/tanya`, { look: 'listens' }),
  node(`${at}/cari`, { calls: 'gazeter' }),
  node(`${at}/cari/ucap`),
  node(`${at}/cari/kembali`, { look: 'return' }),
  node(`${at}/ketemu`, { look: 'return' }),
]
const waysInside = (at: string, next: string) => [
  way(at, `${at}/tanya`),
  way(`${at}/tanya`, `${at}/cari`, 'plain', '1'),
  way(`${at}/cari`, `${at}/cari/ucap`),
  way(`${at}/cari/ucap`, `${at}/cari/kembali`),
  way(`${at}/cari/kembali`, `${at}/ketemu`, 'plain', 'found'),
  way(`${at}/ketemu`, next, 'human', 'known'),
  way(`${at}/tanya`, 'antre', 'trouble', 'diam'),
]
const graph: Graph = {
  title: 'utama',
  nodes: [
    node('mulai', { look: 'listens', isStart: true }),
    node('aduan', { calls: 'lokasi' }),
    ...inside('aduan'),
    node('wisata', { calls: 'lokasi' }),
    ...inside('wisata'),
    node('antre', { look: 'human' }),
  ],
  edges: [
    way('mulai', 'aduan', 'plain', '2'),
    way('mulai', 'wisata', 'plain', '3'),
    ...waysInside('aduan', 'antre'),
    ...waysInside('wisata', 'mulai'),
  ],
  rules: ['Diam: antre'],
}
const counts: Counts = {
  calls: 10,
  nodes: {
    mulai: { entered: 10, lost: 1, seconds: 5 },
    aduan: { entered: 6, lost: 0, seconds: 0 },
    'aduan/tanya': { entered: 6, lost: 2, seconds: 9 },
    'aduan/cari/ucap': { entered: 4, lost: 1 },
    'wisata/tanya': { entered: 3, lost: 1, seconds: 7 },
  },
  edges: { 'mulai>aduan': 6, 'aduan>aduan/tanya': 6, 'aduan/ketemu>antre': 3, 'wisata/tanya>wisata/cari': 2 },
}

t.test('on one page each sub-flow stands in a frame, a frame in a frame', async (t) => {
  t.equal(hasParts(graph), true)
  t.equal(hasParts({ ...graph, nodes: graph.nodes.filter(({ id }) => !id.includes('/')) }), false)
  const dot = dotOf(graph, words, 'TB')
  t.match(dot, /subgraph "cluster_aduan" \{[\s\S]*label=<<B>aduan<\/B> · lokasi>[\s\S]*subgraph "cluster_aduan\/cari"/)
  t.equal(dot.match(/subgraph /g)?.length, 4)
  t.match(dot, '"aduan/tanya" [', 'inside it a step has its own short name')
  t.match(dot, '<B>tanya</B>')
  const mermaid = mermaidOf(graph, words)
  t.match(mermaid, /subgraph s_aduan\["lokasi"\]\n {2}n_aduan__tanya\[/)
  t.equal(mermaid.match(/^ {2}end$/gm)?.length, 4)
})

t.test(
  'on several pages the whole has a box for each sub-flow, and each sub-flow one page however often it is called',
  async (t) => {
    const [whole, lokasi, gazeter, ...others] = partsOf(graph)
    t.same(others, [])
    t.same(
      whole?.graph.nodes.map(({ id, look }) => [id, look]),
      [
        ['mulai', 'listens'],
        ['aduan', 'part'],
        ['wisata', 'part'],
        ['antre', 'human'],
      ],
    )
    t.same(whole?.graph.edges, [
      way('mulai', 'aduan', 'plain', '2'),
      way('mulai', 'wisata', 'plain', '3'),
      way('aduan', 'antre', 'human', 'known'),
      way('aduan', 'antre', 'trouble', 'diam'),
      way('wisata', 'mulai', 'human', 'known'),
      way('wisata', 'antre', 'trouble', 'diam'),
    ])
    t.equal(lokasi?.part, 'lokasi')
    t.same(
      lokasi?.graph.nodes.map(({ id, look, isStart }) => [id, look, isStart]),
      [
        ['tanya', 'listens', true],
        ['cari', 'part', false],
        ['ketemu', 'return', false],
      ],
    )
    t.same(lokasi?.graph.edges, [way('tanya', 'cari', 'plain', '1'), way('cari', 'ketemu', 'plain', 'found')])
    t.same([gazeter?.part, gazeter?.graph.title], ['gazeter', 'utama · gazeter'])
    t.same(
      gazeter?.graph.nodes.map(({ id }) => id),
      ['ucap', 'kembali'],
    )
  },
)

t.test(
  'counts follow their steps: lost inside a box is lost in the box, and calls of every place are added',
  async (t) => {
    const [whole, lokasi, gazeter] = partsOf(graph, counts)
    t.same(whole?.counts?.nodes, {
      mulai: { entered: 10, lost: 1, seconds: 5 },
      aduan: { entered: 6, lost: 3 },
      wisata: { entered: 0, lost: 1 },
    })
    t.same(whole?.counts?.edges, { 'mulai>aduan': 6, 'aduan>antre': 3 })
    t.match(lokasi?.counts?.nodes, { tanya: { entered: 9, lost: 3 }, cari: { entered: 0, lost: 1 } })
    t.same(lokasi?.counts?.edges, { 'tanya>cari': 2 })
    t.match(gazeter?.counts?.nodes, { ucap: { entered: 4, lost: 1 } })
    t.same(foldedCounts(counts, () => null).nodes, {})
  },
)

t.test('the steps where most was lost are named, most first', async (t) => {
  t.same(
    worstOf(counts, 2).map(({ id, lost }) => [id, lost]),
    [
      ['aduan/tanya', 2],
      ['mulai', 1],
    ],
  )
})

t.test('a step shows as a bar how many came and how many were lost, beside the numbers', async (t) => {
  const dot = dotOf(graph, words, 'TB', { ...counts, notes: ['5 Januari'] })
  t.match(dot, '10 masuk, 1 hilang (10 %), 5 dtk')
  t.match(dot, /"mulai" \[.*WIDTH="99" HEIGHT="6" BGCOLOR="#8fa3b8".*WIDTH="11" HEIGHT="6" BGCOLOR="#b00020"/)
  t.match(dot, 'utama: 10 panggilan')
  t.match(dot, '<BR/>5 Januari<BR/>Diam: antre')
  t.notMatch(dotOf(graph, words, 'TB'), 'BGCOLOR')
})
