/** `flow check`, `flow try` and `flow draw`: the flows of a folder, looked at and played without a telephone. */

import { writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { playCase } from '../flow/cases.ts'
import type { Site } from '../site.ts'
import { caseText } from './flow-case.ts'
import { drawCommand } from './flow-draw.ts'
import { importCommand } from './flow-import.ts'
import { schemaCommand } from './flow-schema.ts'
import { siteAt } from './flow-site.ts'
import { play, type Tried, type TryOptions } from './flow-try.ts'

/** Mounts `flow check [folder]` and `flow try [folder]`. Exit code 1 when the folder has problems or a case fails. */
export function flowCommands(program: Command): void {
  const flow = program.command('flow').description('periksa dan coba alur hotline (check and play the flows)')
  flow
    .command('check')
    .argument('[folder]', 'folder of flows', 'ivr-flows')
    .description('print every problem of every file, or ok')
    .action(async (folder: string) => {
      const site = await siteAt(folder)
      if (site === null) return
      const failures = failedCases(site)
      for (const failure of failures) console.error(failure)
      if (failures.length > 0) process.exitCode = 1
      else for (const line of summary(site)) console.log(line)
    })
  flow
    .command('try')
    .argument('[folder]', 'folder of flows', 'ivr-flows')
    .option('--line <number>', 'the number that is called; default: the first line')
    .option('--language <code>', 'ISO 639-3')
    .option('--nobody', 'no operator is signed in')
    .option('--closed', 'every calendar is closed')
    .option('--record <name>', 'write the played call as an example call of this name')
    .option('--out <file>', 'where the example goes; default: the terminal')
    .description('play a call in the terminal')
    .action(async (folder: string, options: TryOptions & { readonly record?: string; readonly out?: string }) => {
      const site = await siteAt(folder)
      if (site === null) return
      const terminal = createInterface({ input: process.stdin, output: process.stdout })
      try {
        const tried = await play(site, options, terminal, options.record)
        if (options.record !== undefined) await writeExample(tried, Object.keys(site.open(0)), options.out)
      } finally {
        terminal.close()
      }
    })
  drawCommand(flow)
  schemaCommand(flow)
  importCommand(flow)
}

/** Plays the example once more before it is given away: what does not hold is said, and is exit code 1. */
async function writeExample({ flow, script }: Tried, calendars: readonly string[], out?: string): Promise<void> {
  const text = caseText(script)
  if (out === undefined) console.log(text)
  else await writeFile(out, text)
  for (const { step, message } of playCase(flow, script, calendars).failures) {
    console.error(`the example does not hold: step ${step}: ${message}`)
    process.exitCode = 1
  }
}

function failedCases(site: Site): readonly string[] {
  const calendars = Object.keys(site.open(0))
  return site.flows.flatMap((flow) =>
    (site.cases[flow.id] ?? []).flatMap((script) =>
      playCase(flow, script, calendars).failures.map(
        ({ step, message }) => `${flow.id}.yaml cases "${script.name}", step ${step}: ${message}`,
      ),
    ),
  )
}

function summary(site: Site): readonly string[] {
  const flows = site.flows.map((flow) => {
    const shares = Object.entries(site.coverage[flow.id] ?? {})
    const coverage = shares.map(([language, share]) => `${language} ${Math.round(share * 100)} %`).join(', ')
    const cases = site.cases[flow.id]?.length ?? 0
    return `${flow.id}: ${Object.keys(flow.nodes).length} nodes, ${cases} cases, prompts ${coverage}, revision ${flow.revision.slice(0, 12)}`
  })
  return [...flows, 'ok']
}
