/** What must be right before a bundle may answer calls: its files, its example calls, and the sentences of the house itself. Pure. */

import { playCase } from '../flow/cases.ts'
import type { Problem } from '../flow/flow.ts'
import { toldPlainly } from '../flow/rules/told.ts'
import { readYaml } from '../flow/yaml.ts'
import { type Built, buildSite } from './build.ts'
import { type Bundle, fileOf } from './bundle.ts'
import type { Site } from './facts.ts'
import { missingPhrases } from './phrases.ts'

/**
 * The site of a bundle that may be published, or every reason why not. `now` in milliseconds since 1970; `built` is what was made of
 * the bundle already.
 */
export function publishable(bundle: Bundle, now: number, built: Built = buildSite(bundle, now)): Built {
  if (built.outcome === 'problems') return built
  const problems = [...phraseProblems(built.site), ...exampleProblems(bundle, built.site)]
  return problems.length === 0 ? built : { outcome: 'problems', problems }
}

/** The house speaks outside of any flow, too: to operators, to partners, and when something fails. */
export function phraseProblems({ flows, defaultLanguage }: Site): readonly Problem[] {
  const [flow] = flows
  const lacking = flow === undefined ? [] : missingPhrases(flow)
  return lacking.map((id) => ({
    file: `prompts/${defaultLanguage}.yaml`,
    line: 1,
    path: id,
    ...toldPlainly('the house itself says this sentence, and it is not there', 'prompts-exist'),
  }))
}

/** Example calls are played as the flows are without temporary changes. */
export function exampleProblems(bundle: Bundle, site: Site): readonly Problem[] {
  const calendars = Object.keys(site.open(0))
  return site.flows.flatMap((flow) => {
    const name = `${flow.id}.yaml`
    const failures = (site.cases[flow.id] ?? []).flatMap((script, index) =>
      playCase({ ...flow, overlays: [] }, script, calendars).failures.map((failure) => ({ index, ...failure })),
    )
    if (failures.length === 0) return []
    const file = readYaml(fileOf(bundle, site.libraries, name) ?? { file: name, text: '' })
    return failures.map(({ index, step, said }) =>
      file.problem(['cases', index, ...(step === 0 ? [] : ['steps', step - 1])], said),
    )
  })
}
