import t from 'tap'
import { problemText } from '../../src/flow/flow.ts'
import { adviceAt } from '../../src/site/advice.ts'
import { changedFolder, load, refused } from './changed-site.ts'

const at = (text: string): number => Date.parse(`${text}+07:00`)
const now = at('2026-12-01T10:00:00')

const flood = `schema: hotline-overlay/v1
title: Banjir Batang Anai
from: 2026-12-02 06:00
until: 2026-12-04
changes:
  - notice: topik
    say: { ind: "Untuk banjir, bantuan sedang menuju ke sana." }
  - detour: tanya_nomor
    go: antre_umum
  - lane: umum
    go: pesan
  - hours: kantor
    week: { rabu: ["08:00-12:00"], kamis: ["08:00-12:00"] }
    dates: { "2026-12-04": [] }
`

t.test('a temporary change is part of the flow from its first moment to the end of its last day', async (t) => {
  const site = await load(await changedFolder(t, { 'overlays/banjir.yaml': flood }), now)
  const when = { id: 'banjir', from: at('2026-12-02T06:00:00'), until: at('2026-12-05T00:00:00') }
  t.same(site.flows[0]?.overlays, [
    {
      ...when,
      overlay: 'notice',
      node: 'topik',
      say: { ind: { text: 'Untuk banjir, bantuan sedang menuju ke sana.' } },
    },
    { ...when, overlay: 'detour', node: 'tanya_nomor', go: 'antre_umum' },
    { ...when, overlay: 'lane', lane: 'umum', go: 'pesan' },
  ])
  const isOpen = (text: string) => site.isOpen('kantor', at(text))
  t.same(
    ['2026-12-01T15:00', '2026-12-02T15:00', '2026-12-03T11:00', '2026-12-04T11:00', '2026-12-07T15:00'].map(isOpen),
    [true, false, true, false, true],
  )
})

t.test('it changes the revision of the flows that it names, and of no other', async (t) => {
  const plain = await load(await changedFolder(t), now)
  const hoursOnly = flood.replace(/ {2}- notice[\s\S]*?(?= {2}- hours)/, '')
  const site = await load(await changedFolder(t, { 'overlays/jam.yaml': hoursOnly }), now)
  t.equal(site.flows[0]?.revision, plain.flows[0]?.revision, 'hours change no flow')
  const flooded = await load(await changedFolder(t, { 'overlays/banjir.yaml': flood }), now)
  t.not(flooded.flows[0]?.revision, plain.flows[0]?.revision)
})

t.test('one without an end is refused, and so is one that ends before it begins', async (t) => {
  const endless = await refused(
    await changedFolder(t, { 'overlays/banjir.yaml': flood.replace(/until: .*\n/, '') }),
    now,
  )
  t.match(endless.join('\n'), /^overlays\/banjir\.yaml:\d+ "until" is missing/m)
  const backwards = await refused(
    await changedFolder(t, { 'overlays/banjir.yaml': flood.replace('until: 2026-12-04', 'until: 2026-12-01') }),
    now,
  )
  t.match(backwards.join('\n'), /^overlays\/banjir\.yaml:4 until: ends before it begins/m)
})

const wrong: readonly (readonly [string, string, string, RegExp])[] = [
  ['a step that is not there', 'notice: topik', 'notice: topic', /:6 changes\.0\.notice: no flow has a step "topic"/],
  [
    'a way to nowhere',
    'go: antre_umum',
    'go: antri',
    /:9 changes\.1\.go: leads to "antri", which the flow "utama" does not/,
  ],
  [
    'a lane that nobody waits in',
    'lane: umum',
    'lane: vip',
    /:10 changes\.2\.lane: no flow waits for an operator in the lane "vip"/,
  ],
  ['an emergency lane', 'lane: umum', 'lane: darurat', /:10 changes\.2\.lane: no flow waits/],
  [
    'a calendar that is not there',
    'hours: kantor',
    'hours: loket',
    /:12 changes\.3\.hours: the site has no calendar "loket"/,
  ],
  [
    'silence in the default language',
    'ind: "Untuk',
    'eng: "Untuk',
    /:7 changes\.0\.say: says nothing in the default language "ind"/,
  ],
  [
    'a detour of an emergency',
    'detour: tanya_nomor',
    'detour: darurat',
    /:8 changes\.1\.detour: an emergency is never led elsewhere/,
  ],
  ['a day that is not in the calendar', 'until: 2026-12-04', 'until: 2026-12-32', /:4 until: there is no 2026-12-32/],
  [
    'a flow that is not there',
    'until: 2026-12-04',
    'until: 2026-12-04\nflow: kedua',
    /:5 flow: there is no flow "kedua"/,
  ],
]
for (const [name, piece, by, expected] of wrong) {
  t.test(`${name} is refused at its line`, async (t) => {
    const problems = await refused(await changedFolder(t, { 'overlays/banjir.yaml': flood.replace(piece, by) }), now)
    t.match(problems.join('\n'), new RegExp(`overlays/banjir\\.yaml${expected.source}`))
  })
}

const unsafe: readonly (readonly [string, string, RegExp])[] = [
  [
    'words that put the emergency off for too long',
    `  - notice: sapaan\n    say: { ind: "${'Banjir melanda banyak nagari, mohon tetap tenang. '.repeat(6)}" }\n`,
    /.*emergency/,
  ],
  ['a first menu without the emergency', '  - detour: sapaan\n    go: topik\n', /.*emergency/],
  ['a circle', '  - detour: sesudah_jam\n    go: jam\n', /goes round without a bound/],
]
for (const [name, changes, expected] of unsafe) {
  t.test(`${name} is refused while it would be in force, and told as over when it has ended`, async (t) => {
    const text = `schema: hotline-overlay/v1\ntitle: X\nuntil: 2026-12-04\nchanges:\n${changes}`
    const folder = await changedFolder(t, { 'overlays/x.yaml': text })
    t.match((await refused(folder, now)).join('\n'), new RegExp(`overlays/x\\.yaml:\\d+ .*${expected.source}`))
    const later = at('2026-12-05T00:00:00')
    const site = await load(folder, later)
    t.match(adviceAt(site, later), [
      { file: 'overlays/x.yaml', rule: 'overlay-over', message: /^ended 2026-12-05 00:00/, help: /may be deleted/ },
    ])
    t.same(adviceAt(site, later - 1), [])
  })
}

t.test('two that are right alone and wrong together are refused', async (t) => {
  const overlay = (from: string, changes: string) =>
    `schema: hotline-overlay/v1\ntitle: X\nfrom: ${from}\nuntil: 2026-12-30\nchanges:\n${changes}`
  const long = `  - notice: sapaan\n    say: { ind: "Banjir di tiga nagari." }\n`
  const folder = await changedFolder(t, { 'overlays/a.yaml': overlay('2026-12-02', long) })
  t.same(await refused(folder, now), [])
  const both = await changedFolder(t, {
    'overlays/a.yaml': overlay('2026-12-02', long),
    'overlays/b.yaml': overlay('2026-12-10', long),
    'overlays/c.yaml': overlay('2026-12-20', long),
  })
  t.match((await refused(both, now)).join('\n'), /overlays\/c\.yaml:1 .*utama nodes/)
})

t.test('what is wrong in one whose time is over refuses nothing', async (t) => {
  const folder = await changedFolder(t, { 'overlays/banjir.yaml': flood.replace('go: antre_umum', 'go: antri') })
  t.ok((await refused(folder, now)).length > 0)
  const site = await load(folder, at('2027-01-01T00:00:00'))
  t.match(site.warnings.map(problemText), [/leads to "antri"/])
})
