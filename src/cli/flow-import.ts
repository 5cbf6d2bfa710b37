/** `flow import`: a Studio flow's JSON as a flow of ours, and everything that did not come along. */

import { access, mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { siteFolder } from '../config.ts'
import type { Surroundings } from '../flow/draft.ts'
import { parseFlow } from '../flow/parse.ts'
import { problemIn } from '../flow/rules/told.ts'
import { importStudio } from '../flow/studio/import.ts'
import type { ImportLanguage } from '../flow/studio/words.ts'
import { idOf } from '../flow/studio/workshop.ts'
import type { Site } from '../site.ts'
import { siteAt } from './flow-site.ts'
import { jsonAt } from './json-file.ts'
import { type Words, wordsIn } from './words.ts'

type ImportOptions = {
  readonly out?: string
  readonly site: string
  readonly id?: string
  readonly asSubflow?: boolean
}

/** Mounts `flow import <file>`. Exit code 1 while the result lacks something that a flow must have; nothing is ever overwritten. */
export function importCommand(flow: Command): void {
  flow
    .command('import')
    .argument('<file>', 'JSON of a Studio flow')
    .option('--out <folder>', 'writes <id>.yaml and prompts/ there; default: the terminal')
    .option('--id <id>', 'name of the new flow; default: from the file’s name')
    .option('--site <folder>', 'folder of the site that will use it', siteFolder())
    .option('--as-subflow', 'as a part that other flows call')
    .description('impor alur dari Studio (import a Studio flow’s JSON)')
    .action(async (file: string, options: ImportOptions) => {
      const site = await siteAt(options.site)
      if (site === null) return
      const reader = flow.parent?.opts<{ lang?: ImportLanguage }>().lang ?? 'ind'
      if (!(await run(file, options, site, reader))) process.exitCode = 1
    })
}

async function run(file: string, options: ImportOptions, site: Site, reader: ImportLanguage): Promise<boolean> {
  const words = wordsIn(reader)
  const { say } = words
  const value = await jsonAt(file)
  const id = options.id ?? idOf(basename(file).replace(/\.json$/i, ''))
  const lane = site.lanes.toSorted((a, b) => a.priority - b.priority)[0]?.id ?? ''
  const calendar = Object.keys(site.open(0))[0] ?? ''
  const imported = importStudio(value, { id, lane, calendar, reader, asSubflow: options.asSubflow === true })
  if (imported.outcome === 'refused') {
    for (const { path, ...said } of imported.complaints)
      console.error(problemIn(reader, { file, line: 1, path: path.join('.'), ...said }))
    return false
  }
  const { flow, prompts, language, remarks } = imported
  const texts = { [`${id}.yaml`]: flow, [`prompts/${language}.yaml`]: prompts }
  if (options.out === undefined) for (const [name, text] of Object.entries(texts)) console.log(`# ${name}\n${text}`)
  else if (!(await writeNew(options.out, texts, words))) return false
  if (remarks.length > 0) console.error(say('importRemarks'))
  for (const { widget, type, why } of remarks) console.error(`- ${widget} (${type}): ${why}`)
  if (options.asSubflow === true) {
    console.error(say('importPart', { id }))
    return true
  }
  const source = { file: `prompts/${language}.yaml`, text: prompts }
  const parsed = parseFlow(
    { flow: { file: `${id}.yaml`, text: flow }, prompts: [{ language, source }] },
    surroundings(site),
  )
  if (parsed.outcome === 'flow') {
    console.error(say('importGood'))
    return true
  }
  console.error(say('importLacks'))
  for (const problem of parsed.problems) console.error(`- ${problemIn(reader, problem)}`)
  return false
}

async function writeNew(folder: string, texts: Readonly<Record<string, string>>, { say }: Words): Promise<boolean> {
  await mkdir(join(folder, 'prompts'), { recursive: true })
  for (const name of Object.keys(texts)) {
    const path = join(folder, name)
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (!isThere) continue
    console.error(say('isThere', { file: path }))
    return false
  }
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text)
  return true
}

function surroundings(site: Site): Surroundings {
  return {
    lanes: site.lanes.map(({ id }) => id),
    emergencies: Object.keys(site.ladders),
    calendars: Object.keys(site.open(0)),
    topics: site.topics.map(({ id }) => id),
    districts: site.districts.map(({ id }) => id),
    targets: Object.fromEntries(Object.entries(site.targets).map(([name, { target }]) => [name, target])),
    zone: site.zone,
  }
}
