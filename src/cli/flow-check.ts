/** `flow check`: every problem of every file, the examples played, and what a flow in order is like. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { siteFolder } from '../config.ts'
import type { Problem } from '../flow/flow.ts'
import { type FlowReport, reportOf, unusedPrompts } from '../flow/rules/report.ts'
import { problemIn } from '../flow/rules/told.ts'
import { readYaml, type YamlFile } from '../flow/yaml.ts'
import { adviceAt, doubtsAbout } from '../site/advice.ts'
import { housePrompts } from '../site/phrases.ts'
import { exampleProblems, phraseProblems } from '../site/publishable.ts'
import { readStart } from '../site.ts'
import { replacedSounds } from './flow-sounds.ts'
import { type Language, type Words, wordsIn } from './words.ts'

/** What a check found. `problems` are errors and warnings of all files; a flow is reported when nothing is wrong with the site. */
export type Checked = {
  readonly ok: boolean
  readonly problems: readonly Problem[]
  readonly flows: readonly (FlowReport & { readonly cases: number })[]
}

/** Mounts `flow check [folder]`. Exit code 0: in order; 1: something is to be mended (with `--strict` also warnings); 2: no such folder. */
export function checkCommand(flow: Command): void {
  flow
    .command('check')
    .argument('[folder]', 'folder of flows', siteFolder())
    .option('--json', 'one JSON document instead of lines')
    .option('--strict', 'exit code 1 for warnings too')
    .description('periksa semua berkas dan mainkan contohnya (check every file and play the examples)')
    .action(async (folder: string, { json, strict }: { readonly json?: boolean; readonly strict?: boolean }) => {
      const checked = await check(folder)
      const isMissing = checked.problems.some(({ file, said }) => file === 'site.yaml' && said?.text === 'absent')
      if (json === true) console.log(JSON.stringify(checked, null, 2))
      else print(checked, flow.parent?.opts<{ lang?: Language }>().lang ?? 'ind')
      if (isMissing) process.exitCode = 2
      else if (!checked.ok || (strict === true && checked.problems.length > 0)) process.exitCode = 1
    })
}

/** Looks at a folder of flows as publishing it would; never throws for what people wrote there. */
export async function check(folder: string): Promise<Checked> {
  const now = Date.now()
  const { bundle, built } = await readStart(folder, now)
  if (built.outcome === 'problems') return { ok: false, problems: built.problems, flows: [] }
  const { site } = built
  const refused = [...phraseProblems(site), ...exampleProblems(bundle, site)]
  const prompts = await yamlAt(folder, `prompts/${site.defaultLanguage}.yaml`)
  const unused = prompts === null ? [] : unusedPrompts(site.flows, prompts, housePrompts)
  const replaced = await replacedSounds(folder, site.libraries)
  const flows = site.flows.map((flow) => ({ ...reportOf(flow), cases: site.cases[flow.id]?.length ?? 0 }))
  return {
    ok: refused.length === 0,
    problems: [...refused, ...site.warnings, ...adviceAt(site, now), ...doubtsAbout(site), ...unused, ...replaced],
    flows,
  }
}

/** Null when the file belongs to a library or is not there. */
async function yamlAt(folder: string, file: string): Promise<YamlFile | null> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => null)
  return text === null ? null : readYaml({ file, text })
}

function print({ ok, problems, flows }: Checked, language: Language): void {
  const words = wordsIn(language)
  for (const problem of problems) console.error(problemIn(language, problem))
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  if (errors > 0) console.error(words.say('checkBad', { count: String(errors) }))
  if (!ok) return
  for (const flow of flows) for (const line of summary(flow, language, words)) console.log(line)
  if (warnings > 0) console.log(words.say('checkWarnings', { count: String(warnings) }))
  console.log(words.say('checkGood'))
}

/** Names of missing sentences that are printed; more would hide the rest. */
const MISSING_SHOWN = 5
const ways = { text: 'byText', recordings: 'byRecordings', both: 'byBoth' } as const

function summary(flow: Checked['flows'][number], language: Language, { say }: Words): readonly string[] {
  const one = new Intl.NumberFormat(language === 'ind' ? 'id-ID' : 'en-GB', { maximumFractionDigits: 1 })
  const times = flow.emergency.map((offer) =>
    offer.seconds === null
      ? say('checkUnsaid', { language: offer.language })
      : say('checkOffer', { language: offer.language, seconds: one.format(offer.seconds), by: say(ways[offer.by]) }),
  )
  const shares = flow.languages.map(({ language: of, share, missing }) => {
    const shown = missing.slice(0, MISSING_SHOWN).join(', ')
    const facts = { language: of, percent: String(Math.floor(share * 100)) }
    if (missing.length === 0) return say('checkShare', facts)
    return say('checkMissing', { ...facts, missing: missing.length > MISSING_SHOWN ? `${shown}, …` : shown })
  })
  const facts = {
    id: flow.id,
    nodes: String(flow.nodes),
    cases: String(flow.cases),
    revision: flow.revision.slice(0, 12),
  }
  return [
    say('checkFlow', facts),
    ...(times.length === 0 ? [] : [say('checkEmergency', { times: times.join(', ') })]),
    say('checkLanguages', { shares: shares.join(', ') }),
  ]
}
