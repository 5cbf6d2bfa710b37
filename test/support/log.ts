import { openLog } from '../../src/platform/log.ts'

/** A log that a test can read: every line parsed, and the raw text. */
export function readableLog(level = 'trace') {
  const lines: Record<string, unknown>[] = []
  let text = ''
  const write = (line: string) => {
    text += line
    lines.push(JSON.parse(line))
  }
  return { log: openLog({ level, destination: { write } }), lines, text: () => text }
}
