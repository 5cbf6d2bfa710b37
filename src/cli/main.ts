/** `npm run cli -- <command>`: what people do with the hotline from a terminal. */
import { StartProblem } from '../platform/start-problem.ts'
import { openDesk } from './house.ts'
import { createProgram } from './program.ts'

const program = createProgram(openDesk, process.stdin)

try {
  await program.parseAsync()
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error)
  process.exitCode = 1
}
