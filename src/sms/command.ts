import { readCode } from '../tickets/code.ts'

/** What a citizen's text asks for. */
export type TextCommand =
  | { readonly kind: 'status'; readonly code: string }
  /** Asked for a status, but with no ticket's number. */
  | { readonly kind: 'status_unreadable' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'help' }
  /** A report. */
  | { readonly kind: 'words'; readonly words: string }

/** `STATUS 12345678`, `cek no. tiket 1234-5678`, `status12345678`. */
const statusQuestion =
  /^(?:status|cek|check)[\s:.#-]*(?:(?:no|nomor|number|tiket|ticket|laporan|pengaduan)[\s:.#-]*){0,3}([\d\s.#-]*)[?!.]*$/i
/** Nothing but digits as long as a ticket's number: an answer to "which number?". */
const bareNumber = /^#?\d(?:[\s.-]?\d){7}$/
/** Also what people send to be left alone: the carrier keeps its own list, and nobody wants a ticket from it. */
const helpWords = /^(?:help|info|bantuan|tolong info|menu|stop|berhenti|unreg)[?!.]*$/i

/** Pure: the same words, the same command. Anything that is not clearly a command is a report, so that no words are lost. */
export function readText(body: string): TextCommand {
  const words = body.normalize('NFKC').replaceAll(/\s+/g, ' ').trim()
  // Pictures alone, or signs without a letter or a digit, tell nothing that an agency could act on.
  if (!/[\p{L}\p{N}]/u.test(words)) return { kind: 'empty' }
  if (helpWords.test(words)) return { kind: 'help' }
  const asked = statusQuestion.exec(words)?.[1]
  if (asked === undefined && !bareNumber.test(words)) return { kind: 'words', words: body.trim() }
  const code = readCode(asked ?? words)
  return code === null ? { kind: 'status_unreadable' } : { kind: 'status', code }
}
