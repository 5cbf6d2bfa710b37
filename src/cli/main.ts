/** `npm run cli -- <command>`: what people do with the hotline from a terminal. */
import { StartProblem } from '../platform/start-problem.ts'
import { openDesk } from './house.ts'
import { createProgram } from './program.ts'
import { type Language, wordsIn } from './words.ts'

const program = createProgram(openDesk, process.stdin)

try {
  await program.parseAsync()
} catch (error) {
  console.error(sentenceOf(error))
  process.exitCode = 1
}

/** Problems at start and with files that somebody named are sentences; everything else is a fault of ours, shown whole. */
function sentenceOf(error: unknown): unknown {
  if (error instanceof StartProblem) return error.message
  const { code, path } = (error ?? {}) as { readonly code?: unknown; readonly path?: unknown }
  if (!(error instanceof Error) || typeof code !== 'string' || typeof path !== 'string') return error
  const { lang } = program.opts<{ lang?: Language }>()
  return wordsIn(lang ?? 'ind').say('fileTrouble', { file: path, code })
}
