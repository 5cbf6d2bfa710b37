/** `node test/bench/flows.ts`: steps of the interpreter a second, and what it takes to check a folder of a hundred flows. */

import { join } from 'node:path'
import { advance, begin } from '../../src/flow/advance.ts'
import { calmFacts } from '../../src/flow/case-world.ts'
import { playCase } from '../../src/flow/cases.ts'
import { problemText } from '../../src/flow/flow.ts'
import { buildSite } from '../../src/site/build.ts'
import { readFolder } from '../../src/site/folder.ts'

const folder = join(import.meta.dirname, '../../ivr-flows')
const { bundle } = await readFolder(folder)
const built = buildSite(bundle, Date.now())
if (built.outcome === 'problems') throw new Error(built.problems.map(problemText).join('\n'))
const { site } = built
const [flow] = site.flows
if (flow === undefined) throw new Error('the shipped site has no flow')

/** Best of several rounds, in seconds: elapsed, and of processor time. */
function best(rounds: number, work: () => void): { readonly elapsed: number; readonly processor: number } {
  let [elapsed, processor] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < rounds; round += 1) {
    const [clock, used] = [performance.now(), process.cpuUsage()]
    work()
    const { user, system } = process.cpuUsage(used)
    elapsed = Math.min(elapsed, (performance.now() - clock) / 1000)
    processor = Math.min(processor, (user + system) / 1e6)
  }
  return { elapsed, processor }
}

const STEPS = 100_000
const facts = calmFacts(Object.keys(site.open(0)))
const arrived = advance(flow, begin(flow), { kind: 'arrived' }, facts)
const steps = best(5, () => {
  for (let step = 0; step < STEPS; step += 1) advance(flow, arrived.session, { kind: 'digits', digits: '0' }, facts)
})
console.log(
  `advance: ${Math.round(STEPS / steps.processor)} steps a second of processor time (a wrong key in the first menu)`,
)

const cases = site.cases[flow.id] ?? []
const played = best(5, () => {
  for (const script of cases) playCase(flow, script, Object.keys(site.open(0)))
})
console.log(`examples: ${cases.length} calls of ${flow.id} in ${Math.round(played.processor * 1000)} ms`)

const HUNDRED = 100
const text = bundle.files[`${flow.id}.yaml`] ?? ''
const ids = Array.from({ length: HUNDRED - 1 }, (_, index) => `salinan_${index}`)
const copies = ids.map((id) => [`${id}.yaml`, text.replace(/^id: .*$/m, `id: ${id}`)] as const)
const siteText = (bundle.files['site.yaml'] ?? '').replace(/^flows: \[/m, `flows: [${ids.join(', ')}, `)
const hundred = { ...bundle, files: { ...bundle.files, ...Object.fromEntries(copies), 'site.yaml': siteText } }
const checked = best(4, () => {
  const result = buildSite(hundred, Date.now())
  if (result.outcome === 'problems') throw new Error(result.problems.slice(0, 3).map(problemText).join('\n'))
  if (result.site.flows.length < HUNDRED) throw new Error(`only ${result.site.flows.length} flows`)
})
const nodes = Object.keys(flow.nodes).length
console.log(
  `check: ${HUNDRED} flows of ${nodes} steps in ${Math.round(checked.processor * 1000)} ms of processor time (${Math.round(checked.elapsed * 1000)} ms elapsed)`,
)
