/** `npm run cli -- <command>`: what people do with the hotline from a terminal. */
import { StartProblem } from '../platform/start-problem.ts'
import { openDesk } from './house.ts'
import { createProgram } from './program.ts'

const program = createProgram(openDesk, process.stdin)

// The bench and what it compares with are loaded only when asked for: production has none of it.
program
  .command('bench')
  .description('ukur kecepatan di mesin ini (measure this machine)')
  .allowUnknownOption()
  .allowExcessArguments()
  .action(async () => {
    const file = import.meta.resolve('./bench/main.ts')
    const { bench } = (await import(file)) as { bench: (args: readonly string[]) => Promise<void> }
    await bench(program.args.slice(1))
  })

try {
  await program.parseAsync()
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error)
  process.exitCode = 1
}
