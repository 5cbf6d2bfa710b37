import t from 'tap'
import { playCase } from '../../src/flow/cases.ts'
import { aboutsOf, edgesOf } from '../../src/flow/draft.ts'
import { problemText } from '../../src/flow/flow.ts'
import { loadSite } from '../../src/site.ts'

/** The city's examples walk its own steps; the parts that it shares with the regency are walked there. */
const sites = [
  { folder: 'ivr-flows', isWalked: () => true },
  { folder: 'ivr-flows/kota', isWalked: (node: string) => !node.includes('/') },
]

for (const { folder, isWalked } of sites) {
  const loaded = await loadSite(new URL(`../../${folder}`, import.meta.url).pathname)
  if (loaded.outcome === 'problems') throw new Error(loaded.problems.map(problemText).join('\n'))
  const { site } = loaded
  const calendars = Object.keys(site.open(0))

  for (const flow of site.flows) {
    const walked = new Set<string>()
    for (const script of site.cases[flow.id] ?? []) {
      t.test(`${site.name}: ${script.name}`, async (t) => {
        const played = playCase(flow, script, calendars)
        for (const way of played.walked) walked.add(way)
        t.same(played.failures, [])
      })
    }

    t.test(`${site.name}: every way of ${flow.id} is walked by some case`, async (t) => {
      // A miss that leads where another way leads too is the same pair; a bound is walked from the node that led to it.
      const edges = edgesOf(flow, aboutsOf(flow)).filter(({ why, from }) => why !== 'bound' && isWalked(from))
      const missing = edges
        .filter(({ from, to }) => !walked.has(`${from}>${to}`))
        .map(({ from, to }) => `${from}>${to}`)
      t.same([...new Set(missing)], [])
    })
  }
}
