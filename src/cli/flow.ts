/** Every `flow` command: the flows of a folder, checked, drawn, played, brought along and published. */

import type { Command } from 'commander'
import { audioCommand } from './flow-audio.ts'
import { checkCommand } from './flow-check.ts'
import { drawCommand } from './flow-draw.ts'
import { importCommand } from './flow-import.ts'
import { publishCommands } from './flow-publish.ts'
import { schemaCommand } from './flow-schema.ts'
import { tryCommand } from './flow-try.ts'
import type { OpenDesk } from './house.ts'

/** Mounts every `flow` command. Exit code 1 when the folder has problems. */
export function flowCommands(program: Command, open: OpenDesk): void {
  const flow = program.command('flow').description('periksa dan coba alur hotline (check and play the flows)')
  checkCommand(flow)
  tryCommand(flow)
  drawCommand(flow, open)
  schemaCommand(flow)
  importCommand(flow)
  audioCommand(flow)
  publishCommands(flow, open)
}
