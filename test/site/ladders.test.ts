import t from 'tap'
import { ladderOf, ladderPlan } from '../../src/house.ts'
import { changedFolder, load, refused, shipped } from './changed-site.ts'

const kinds = ['umum', 'medis', 'kebakaran', 'polisi', 'bencana', 'sar', 'listrik']

t.test('both shipped sites have a ladder for each kind, that ends beyond the region and texts somebody', async (t) => {
  for (const folder of [shipped, `${shipped}/kota`]) {
    const site = await load(folder)
    t.same(Object.keys(site.ladders), kinds)
    for (const ladder of Object.values(site.ladders)) {
      const own = ladder.rungs.slice(0, -1)
      t.ok(own.length >= 3 && ladder.texts.length > 0, `${folder} ${ladder.kind}`)
      t.match(ladder.rungs.at(-1)?.name, folder === shipped ? /Pariaman$/ : /Kabupaten|Padang Pariaman/)
      t.ok(
        own.some(({ target }) => target.kind === 'operators'),
        'and calls everybody who is signed in before that',
      )
    }
  }
})

t.test('an unknown kind climbs the ladder for the unknown', async (t) => {
  const site = await load(shipped)
  t.equal(ladderPlan(site, 'medis').kind, 'medis')
  t.equal(ladderPlan(site, 'tidak_ada').kind, 'umum')
  t.equal(ladderPlan(site, 'constructor').kind, 'umum')
  const { umum: _, ...others } = site.ladders
  t.equal(ladderPlan({ ...site, ladders: others }, 'tidak_ada').kind, 'medis', 'rather any than none')
})

t.test('office and night have rungs of their own, by the clock on the wall', async (t) => {
  const site = await load(shipped)
  const first = (clock: string) => ladderOf(site, 'bencana', Date.parse(`2026-01-05T${clock}:00+07:00`)).rungs[0]?.name
  t.equal(first('10:00'), 'Pusdalops BPBD')
  t.equal(first('16:00'), 'Piket Pusdalops BPBD')
  t.equal(first('03:00'), 'Piket Pusdalops BPBD')
})

const rung = '{ name: Damkar, target: "+62751000113", accepts: key, ring_seconds: 20 }'
const cases: readonly (readonly [what: string, by: string, says: string])[] = [
  [
    'a group of a lane that is not there',
    '{ name: Petugas, operators: malam, ring_seconds: 20 }',
    'ladders.umum.rungs.1.operators: the site has no lane "malam"',
  ],
  [
    'a rung that rings nobody',
    '{ name: Petugas, ring_seconds: 20 }',
    'ladders.umum.rungs.1: a rung needs a target (a number or sip: address) or operators (a lane)',
  ],
  [
    'a rung that is two things',
    '{ name: Petugas, operators: darurat, target: "+62751000113", ring_seconds: 20 }',
    'ladders.umum.rungs.1.operators: a rung is a target or a group of operators, not both',
  ],
  [
    'a phone that does not say how it accepts',
    '{ name: Damkar, target: "+62751000113", ring_seconds: 20 }',
    'ladders.umum.rungs.1: a rung with a target does not say how it accepts',
  ],
  ['two rungs of one name', `${rung}\n      - ${rung}`, 'ladders.umum.rungs.2.name: "Damkar" is there twice'],
  [
    'hours of a calendar that is not there',
    `${rung}\n    variants: [{ during: malam, rungs: [${rung}] }]`,
    'ladders.umum.variants.0.during: the site has no calendar "malam"',
  ],
  [
    'a bare short code at night only',
    `${rung}\n    variants: [{ during: kantor, rungs: [{ name: Polisi, target: "110", accepts: key, ring_seconds: 20 }] }]`,
    'ladders.umum.variants.0.rungs.0.target: "110" is a bare short code',
  ],
  [
    'a drill of a group of operators',
    '{ name: Petugas, operators: darurat, ring_seconds: 20, drill: true }',
    'ladders.umum.rungs.1.drill: a group of operators has no phone of its own',
  ],
  [
    'a duty officer abroad',
    `${rung}\n    texts: [{ name: Piket, number: "+19005551234" }]`,
    'ladders.umum.texts.0.number: "+19005551234" begins with none of dialling.prefixes',
  ],
]
for (const [what, by, says] of cases) {
  t.test(`${what} is refused, with its line`, async (t) => {
    const problems = await refused(await changedFolder(t, { 'site.yaml': (text) => text.replace(rung, by) }))
    t.ok(
      problems.some((problem) => problem.includes(says) && /^site\.yaml:\d+ /.test(problem)),
      problems.join('\n'),
    )
  })
}

t.test('a short code with its trunk may be a rung', async (t) => {
  const trunk = `BY${'0'.repeat(32)}`
  const by = `{ name: Polisi, target: "110", byoc_trunk: ${trunk}, accepts: talk, ring_seconds: 20 }`
  const problems = await refused(await changedFolder(t, { 'site.yaml': (text) => text.replace(rung, by) }))
  t.same(problems, [])
})

t.test('a site says which rungs are drilled and how often it watches itself; absent, it does neither', async (t) => {
  const site = await load(shipped)
  t.same(
    Object.values(site.ladders).flatMap(({ rungs }) =>
      rungs.filter(({ isDrilled }) => isDrilled).map(({ name }) => name),
    ),
    ['Damkar', 'Posko siaga'],
  )
  t.same(site.watch, { everyMinutes: 5, drillDays: null })
  t.same((await load(await changedFolder(t))).watch, { everyMinutes: null, drillDays: null })
  const watch = (text: string) => text.replace(/^lanes:/m, 'watch: { drill_days: 30 }\nlanes:')
  const problems = await refused(await changedFolder(t, { 'site.yaml': watch }))
  t.match(problems.join('\n'), /watch\.drill_days: no rung is marked for drills/)
  const marked = (text: string) => watch(text).replace(rung, rung.replace(' }', ', drill: true }'))
  t.same((await load(await changedFolder(t, { 'site.yaml': marked }))).watch, { everyMinutes: null, drillDays: 30 })
})
