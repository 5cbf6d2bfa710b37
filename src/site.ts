/** The site: what one regency or city says about itself in its folder of flows. The only reader of that folder. */

import { createHash } from 'node:crypto'
import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Flow, type Problem, problemText } from './flow/flow.ts'
import { type Parsed, parseFlow, type Sources } from './flow/parse.ts'
import type { TextFile } from './flow/yaml.ts'
import { isOpenAt } from './site/calendar.ts'
import type { Site } from './site/facts.ts'
import { readSite, type SiteFacts, surroundingsOf } from './site/read.ts'

export type { Agency, Carrier, Dialling, District, Duty, Lane, Line, Site, Topic } from './site/facts.ts'

/**
 * Reads and checks the whole folder: `site.yaml`, the flows that it names, `prompts/<language>.yaml`. Every problem of every file
 * is told at once; a file that cannot be read is a problem too. Never throws for what people wrote.
 */
export async function loadSite(
  folder: string,
): Promise<
  | { readonly outcome: 'site'; readonly site: Site }
  | { readonly outcome: 'problems'; readonly problems: readonly Problem[] }
> {
  const source = await textAt(folder, 'site.yaml')
  if ('message' in source) return { outcome: 'problems', problems: [source] }
  const { facts, problems, file } = readSite(source)
  const present = await yamlFiles(folder)
  const flowIds = facts?.flowIds ?? present
  const languages = facts?.languages ?? (await yamlFiles(join(folder, 'prompts')))
  const prompts = await Promise.all(languages.map((language) => textAt(folder, `prompts/${language}.yaml`)))
  const sources = prompts.flatMap((prompt, index) =>
    'message' in prompt ? [] : [{ language: languages[index] ?? '', source: prompt }],
  )
  const parsed = await Promise.all(flowIds.map((id) => readFlow(folder, id, facts, sources)))
  const audio = await Promise.all(
    parsed.flatMap((one) => (one.outcome === 'flow' ? missingAudio(folder, one.flow) : [])),
  )
  const all = [
    ...problems,
    ...present
      .filter((id) => !flowIds.includes(id))
      .map((id) => file.problem(['flows'], `${id}.yaml is there but not named`)),
    ...parsed.flatMap((one, index) =>
      one.outcome === 'flow' && one.flow.id !== flowIds[index]
        ? [file.problem(['flows', index], `the file ${flowIds[index]}.yaml calls itself "${one.flow.id}"`)]
        : [],
    ),
    ...prompts.flatMap((prompt) => ('message' in prompt ? [prompt] : [])),
    ...parsed.flatMap((one) => (one.outcome === 'problems' ? one.problems : [])),
    ...audio.flat(),
  ]
  if (facts === null || all.length > 0) return { outcome: 'problems', problems: withoutRepeats(all) }
  return {
    outcome: 'site',
    site: siteOf(
      facts,
      parsed.flatMap((one) => (one.outcome === 'flow' ? [one] : [])),
    ),
  }
}

/** The flow that answers a line: E.164, a short code, or a SIP address by its user part; the first flow for a line nobody named. */
export function flowForLine(site: Site, to: string): Flow {
  const wanted = to.replace(/^sips?:/i, '').replace(/[@;?].*$/s, '')
  const line = site.lines.find((candidate) => candidate.to === wanted)
  const flow = site.flows.find(({ id }) => id === line?.flow) ?? site.flows[0]
  if (flow === undefined) throw new Error('a site without a flow passed its schema')
  return flow
}

/** sha-256 of the flow's canonical JSON: the same content has the same revision, whatever the order of its keys. */
export function revisionOf(flow: Flow): string {
  return createHash('sha256')
    .update(canonical({ ...flow, revision: '' }))
    .digest('hex')
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

function siteOf(facts: SiteFacts, parsed: readonly Extract<Parsed, { outcome: 'flow' }>[]): Site {
  const { calendars, flowIds: _, ...rest } = facts
  const isOpen = (id: string, nowMs: number): boolean => {
    const calendar = calendars.find((candidate) => candidate.id === id)
    if (calendar === undefined) throw new Error(`the site has no calendar "${id}"`)
    return isOpenAt(calendar, nowMs, facts.zone)
  }
  return {
    ...rest,
    flows: parsed.map(({ flow }) => ({ ...flow, revision: revisionOf(flow) })),
    cases: Object.fromEntries(parsed.map(({ flow, cases }) => [flow.id, cases])),
    coverage: Object.fromEntries(parsed.map(({ flow, coverage }) => [flow.id, coverage])),
    isOpen,
    open: (nowMs) => Object.fromEntries(calendars.map(({ id }) => [id, isOpen(id, nowMs)])),
  }
}

async function readFlow(
  folder: string,
  id: string,
  facts: SiteFacts | null,
  prompts: Sources['prompts'],
): Promise<Parsed> {
  const flow = await textAt(folder, `${id}.yaml`)
  if ('message' in flow) return { outcome: 'problems', problems: [flow] }
  return parseFlow({ flow, prompts }, facts === null ? null : surroundingsOf(facts))
}

/** Ids of the YAML files of a folder, but for the site's own. */
async function yamlFiles(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => [])
  return files
    .flatMap((file) => (file.endsWith('.yaml') && file !== 'site.yaml' ? [file.slice(0, -'.yaml'.length)] : []))
    .sort()
}

async function missingAudio(folder: string, flow: Flow): Promise<readonly Problem[]> {
  const wanted = Object.entries(flow.prompts).flatMap(([language, prompts]) =>
    Object.entries(prompts).flatMap(([id, { audio }]) => (audio === undefined ? [] : [{ language, id, audio }])),
  )
  const found = await Promise.all(
    wanted.map(({ audio }) =>
      access(join(folder, 'audio', audio)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return wanted
    .filter((_, index) => found[index] === false)
    .map(({ language, id, audio }) => ({
      file: `prompts/${language}.yaml`,
      line: 1,
      path: `${id}.audio`,
      message: `the recording audio/${audio} does not exist`,
    }))
}

async function textAt(folder: string, file: string): Promise<TextFile | Problem> {
  try {
    return { file, text: await readFile(join(folder, file), 'utf8') }
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be read'
    return { file, line: 1, path: '', message: `${join(folder, file)} ${why}` }
  }
}

/** Prompts are shared by flows: what is wrong in them is told once. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const byText = new Map(problems.map((problem) => [problemText(problem), problem]))
  return [...byText.values()]
}
