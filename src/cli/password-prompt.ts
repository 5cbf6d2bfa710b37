import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** Asks on the terminal without showing what is typed. The question goes to the error output, so that pipes stay clean. */
async function ask(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  process.stderr.write(question)
  try {
    return await new Promise<string>((resolve) => {
      terminal.once('close', () => resolve(''))
      terminal.question('', resolve)
    })
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

export type PasswordGiven =
  | { readonly outcome: 'given'; readonly password: string }
  | { readonly outcome: 'differ' }
  | { readonly outcome: 'no_terminal' }

/** The first line of a stream, for scripts; nothing of it is ever printed. */
export const readPassword = async (input: Readable): Promise<string> => (await text(input)).split(/\r?\n/, 1)[0] ?? ''

export async function promptPassword(question: string, again: string): Promise<PasswordGiven> {
  if (!process.stdin.isTTY) return { outcome: 'no_terminal' }
  const password = await ask(question)
  return (await ask(again)) === password ? { outcome: 'given', password } : { outcome: 'differ' }
}
