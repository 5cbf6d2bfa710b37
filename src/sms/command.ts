import words from './lang/greetings.json' with { type: 'json' }

/** What a citizen's text asks for. */
export type TextCommand =
  /** `code`: eight digits, which need not be any ticket's. */
  | { readonly kind: 'status'; readonly code: string }
  /** Asked for a status, but with no eight digits. */
  | { readonly kind: 'status_unreadable' }
  /** Nothing that a person could see. */
  | { readonly kind: 'blank' }
  | { readonly kind: 'help' }
  /** A report. */
  | { readonly kind: 'words'; readonly words: string }

/** `STATUS 12345678`, `cek no. tiket 1234-5678`, `status12345678`. */
const statusQuestion =
  /^(?:status|cek|check)[\s:.#-]*(?:(?:no|nomor|number|tiket|ticket|laporan|pengaduan)[\s:.#-]*){0,3}([\d\s.#-]*)[?!.]*$/i
/** Nothing but digits as long as a ticket's number: an answer to "which number?". */
const bareNumber = /^#?\d(?:[\s.-]?\d){7}$/
/** Everything but spaces, controls, marks without a letter below them, and the fillers that phones draw as nothing. */
const visible = /[^\s\p{Z}\p{Cc}\p{Cf}\p{M}\u115F\u1160\u2800]/u
/** Also what people send to be left alone: the carrier keeps its own list, and nobody wants a ticket from it. */
const helpWords = /^(?:help|info|bantuan|tolong info|menu|stop|berhenti|unreg)[?!.]*$/i

/** Pure: the same words, the same command. Anything that is not clearly a command is a report, signs and emoji too, so that nothing is lost. */
export function readText(body: string): TextCommand {
  const words = plain(body)
  if (!visible.test(words)) return { kind: 'blank' }
  if (helpWords.test(words)) return { kind: 'help' }
  const asked = statusQuestion.exec(words)?.[1]
  if (asked === undefined && !bareNumber.test(words)) return { kind: 'words', words: body.trim() }
  const digits = (asked ?? words).replaceAll(/\D/g, '')
  return digits.length === 8 ? { kind: 'status', code: digits } : { kind: 'status_unreadable' }
}

/** Nothing but digits as long as a ticket's number: in a dialogue it may be the answer to what was asked. */
export const isBareNumber = (body: string): boolean => bareNumber.test(plain(body))

/** Asks for nothing but the menu, or only says hello. */
export function isGreeting(body: string): boolean {
  const words = plain(body)
    .toLowerCase()
    .replaceAll(/['’`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !politeWords.has(word))
    .join(' ')
  return greetings.has(words)
}

const greetings: ReadonlySet<string> = new Set([...words.menu, ...words.greetings])
const politeWords: ReadonlySet<string> = new Set([
  'pak',
  'bu',
  'bapak',
  'ibu',
  'min',
  'admin',
  'kak',
  'warahmatullahi',
  'wr',
  'wb',
])

const plain = (body: string): string => body.normalize('NFKC').replaceAll(/\s+/g, ' ').trim()
