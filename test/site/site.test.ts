import t from 'tap'
import type { Flow } from '../../src/flow/flow.ts'
import { revisionOf } from '../../src/site/revision.ts'
import { flowForLine, loadSite, type Site } from '../../src/site.ts'
import { type Changes, changedFolder, changedShipped, load, refused, shipped } from './changed-site.ts'

type Piece = readonly [file: string, piece: string, by: string]

const replacing = (pieces: readonly Piece[]): Changes =>
  Object.fromEntries(pieces.map(([file, piece, by]) => [file, (text: string) => text.replace(piece, by)]))

t.test('the shipped site is in order', async (t) => {
  const site = await load(shipped)
  t.equal(site.name, 'Kabupaten Padang Pariaman')
  t.equal(site.districts.length, 17)
  t.equal(new Set(site.districts.map(({ code }) => code)).size, 17)
  t.same(
    site.agencies.filter(({ coordinator }) => coordinator).map(({ id }) => id),
    ['diskominfo'],
  )
  t.same(site.dutyLine.target, { kind: 'number', number: '+62751000112' })
  t.match(site.ladders.umum?.rungs, [
    { name: 'PSC 119', target: { kind: 'sip', uri: 'sip:119@psc.padangpariaman.example' }, accepts: 'talk' },
    { target: { number: '+62751000113' }, accepts: 'key' },
    { target: { number: '+62751000112' }, accepts: 'key' },
  ])
  const priority = (lane: string): number => site.lanes.find(({ id }) => id === lane)?.priority ?? Number.NaN
  t.ok(priority('darurat') > priority('umum'))
})

t.test('office hours follow the clock on the wall', async (t) => {
  const site = await load(shipped)
  const monday = (clock: string): number => Date.parse(`2026-01-05T${clock}:00+07:00`)
  t.same(
    ['07:29', '07:30', '15:59', '16:00'].map((clock) => site.isOpen('kantor', monday(clock))),
    [false, true, true, false],
  )
  t.same(site.open(monday('10:00')), { kantor: true })
  t.throws(() => site.isOpen('tidak_ada', 0), /no calendar/)
})

t.test('a line is found by number, short code or SIP address, and never not at all', async (t) => {
  const site = await load(shipped)
  const other = { ...(site.flows[0] as Flow), id: 'lain' }
  const two: Site = {
    ...site,
    flows: [site.flows[0] as Flow, other],
    lines: [
      { to: '+62751000100', label: '', flow: 'utama' },
      { to: '112', label: '', flow: 'lain' },
    ],
  }
  const found = (to: string): string => flowForLine(two, to).id
  t.same(
    ['+62751000100', '112', 'sip:112@sahut.example', 'sip:112@sahut.example:5060;transport=tls', 'SIP:112@x'].map(
      found,
    ),
    ['utama', 'lain', 'lain', 'lain', 'lain'],
  )
  t.same(['', '+6299', 'sip:911@x', 'sip:', 'constructor'].map(found), Array(5).fill('utama'))
})

t.test('the revision is that of the content', async (t) => {
  const [first, second] = [await load(shipped), await load(shipped)]
  const flow = first.flows[0] as Flow
  t.match(flow.revision, /^[0-9a-f]{64}$/)
  t.equal(flow.revision, second.flows[0]?.revision)
  const reordered = JSON.parse(
    JSON.stringify({ ...flow, nodes: Object.fromEntries(Object.entries(flow.nodes).reverse()) }),
  )
  t.equal(revisionOf(reordered), flow.revision)
  t.not(revisionOf({ ...flow, start: 'topik' }), flow.revision)
})

const cases: readonly (readonly [string, string, string, string, string])[] = [
  [
    'a rung with a bare short code',
    'site.yaml',
    '{ name: PSC 119, target: "sip:119@psc.example", accepts',
    '{ name: PSC 119, target: "119", accepts',
    'ladders.umum.rungs.0.target: "119" is a bare short code',
  ],
  [
    'a duty line abroad',
    'site.yaml',
    'duty_line: { name: Posko siaga, target: "+62751000112" }',
    'duty_line: { name: Posko siaga, target: "+1900555123" }',
    'duty_line.target: "+1900555123" begins with none of dialling.prefixes',
  ],
  [
    'a SIP host that is not named',
    'site.yaml',
    'psc119: { name: PSC 119, target: "sip:119@psc.example" }',
    'psc119: { name: PSC 119, target: "sip:119@lain.example" }',
    'targets.psc119.target: the host "lain.example" is not in dialling.sip_hosts',
  ],
  [
    'two coordinators',
    'site.yaml',
    '{ id: dpupr, name: Dinas PUPR }',
    '{ id: dpupr, name: X, coordinator: true }',
    'exactly one agency is the coordinator; here it is 2',
  ],
  [
    'a topic of an agency that does not exist',
    'site.yaml',
    'agency: dpupr',
    'agency: dpu',
    'topics.0.agency: the site has no agency "dpu"',
  ],
  [
    'hours that are no hours',
    'site.yaml',
    'senin: ["07:30-16:00"]',
    'senin: ["7.30-16"]',
    'calendars.kantor.senin.0: is not written in the right form',
  ],
  [
    'a zone that is not ours',
    'site.yaml',
    'zone: Asia/Jakarta',
    'zone: Europe/Berlin',
    'zone: must be "Asia/Jakarta" or',
  ],
  ['a flow that is not there', 'site.yaml', 'flows: [utama]', 'flows: [utama, kedua]', 'kedua.yaml:1'],
  [
    'a line to no flow',
    'site.yaml',
    'label: Hotline, flow: utama',
    'label: Hotline, flow: lain',
    'lines.0.flow: the site has no flow "lain"',
  ],
  [
    'a topic that the site does not have',
    'utama.yaml',
    '{ topik: jalan }',
    '{ topik: jalanan }',
    'nodes.topik.options.1.set.topik: the site has no topic "jalanan"',
  ],
]
for (const [name, file, piece, by, expected] of cases) {
  t.test(`${name} is refused with file, line and place`, async (t) => {
    const problems = await refused(await changedFolder(t, replacing([[file, piece, by]])))
    t.ok(
      problems.some((problem) => problem.includes(expected) && /^[a-z0-9/]+\.yaml:\d+ /.test(problem)),
      problems.join('\n'),
    )
  })
}

t.test('problems of several files are told together', async (t) => {
  const problems = await refused(
    await changedFolder(
      t,
      replacing([
        ['site.yaml', 'agency: dpupr', 'agency: dpu'],
        ['utama.yaml', '3: antre_umum\n', '3: antri\n'],
        ['prompts/eng.yaml', 'mohon_tunggu: "Please wait."', 'mohon_tunggu: 5'],
      ]),
    ),
  )
  t.match(problems.join('\n'), /site\.yaml:[\s\S]*utama\.yaml:[\s\S]*"antri"[\s\S]*prompts\/eng\.yaml:/)
})

t.test('a broken site.yaml does not hide what is wrong in the flows', async (t) => {
  const problems = await refused(
    await changedFolder(
      t,
      replacing([
        ['site.yaml', 'zone: Asia/Jakarta', 'zone: Europe/Berlin'],
        ['utama.yaml', '3: antre_umum\n', '3: antri\n'],
      ]),
    ),
  )
  t.match(problems.join('\n'), /site\.yaml:[\s\S]*utama\.yaml:\d+ .*"antri"/)
})

for (const [what, pieces, only] of [
  ['the site', [['site.yaml', '"07:30-16:00"', '"07.30-16.00"']], /^site\.yaml:\d+ calendars\.kantor\.senin\.0: /],
  [
    'a part',
    [['bersama/pengaduan.yaml', 'timeout_seconds: 0.5', 'timeout_seconds: 60']],
    /timeout_seconds: must be at/,
  ],
  ['where a flow begins', [['utama.yaml', 'start: sapaan', 'start: sapa']], /^utama\.yaml:\d+ start: leads to "sapa"/],
] as const) {
  t.test(`one mistake in ${what} is told once, and nothing that would follow from it`, async (t) => {
    const problems = await refused(await changedShipped(t, replacing(pieces)))
    t.equal(problems.length, 1, problems.join('\n'))
    t.match(problems[0], only)
  })
}

t.test(
  'files that Windows saved, with its mark at the beginning and its line ends, are read as any other',
  async (t) => {
    const saved = (text: string): string => `\uFEFF${text.replaceAll('\n', '\r\n')}`
    // Nothing before the schema: there the mark would stand in its name.
    const wilayah = (text: string): string => saved(text.slice(text.indexOf('schema: hotline')))
    const changes = { 'site.yaml': saved, 'utama.yaml': saved, 'prompts/ind.yaml': saved, 'wilayah.yaml': wilayah }
    const folder = await changedShipped(t, changes)
    t.equal((await load(folder)).flows[0]?.revision, (await load(shipped)).flows[0]?.revision)
  },
)

t.test('a folder that is not there is one plain sentence', async (t) => {
  const loaded = await loadSite('/tidak/ada')
  t.match(loaded, { outcome: 'problems', problems: [{ message: '/tidak/ada/site.yaml does not exist' }] })
})
