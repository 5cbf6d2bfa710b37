/** `flow check`, `flow try` and `flow draw`: the flows of a folder, looked at and played without a telephone. */

import { writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { siteFolder } from '../config.ts'
import { playCase } from '../flow/cases.ts'
import { audioCommand } from './flow-audio.ts'
import { caseText } from './flow-case.ts'
import { checkCommand } from './flow-check.ts'
import { drawCommand } from './flow-draw.ts'
import { importCommand } from './flow-import.ts'
import { publishCommands } from './flow-publish.ts'
import { schemaCommand } from './flow-schema.ts'
import { siteAt } from './flow-site.ts'
import { play, type Tried, type TryOptions } from './flow-try.ts'
import type { OpenDesk } from './house.ts'

/** Mounts every `flow` command. Exit code 1 when the folder has problems. */
export function flowCommands(program: Command, open: OpenDesk): void {
  const flow = program.command('flow').description('periksa dan coba alur hotline (check and play the flows)')
  checkCommand(flow)
  flow
    .command('try')
    .argument('[folder]', 'folder of flows', siteFolder())
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
  drawCommand(flow, open)
  schemaCommand(flow)
  importCommand(flow)
  audioCommand(flow)
  publishCommands(flow, open)
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
