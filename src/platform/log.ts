import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

export type { Logger } from 'pino'

/** Fields that hold a person's data by their name, wherever they stand in a line's facts. */
const personal =
  /^(from|to|caller|called|callerid|callername|number|phone|msisdn|name|nama|fullname|address|alamat|digits|body|text|speech|speechresult|transcription(text)?|recordingurl|mediaurl\d*|email|password|token|secret|authorization|cookie|pin|latitude|longitude)$/i

const hidden = '[hidden]'

/**
 * Numbers as people and protocols write them: `+62 812-0000-0001`, `0812...`, `sip:0812@host`, `client:sari`, and where recordings lie.
 * Digits that are part of an id (letters or a hyphen beside them) stay.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(sips?|tel|client):[^\s@;>"',&]+/gi, '$1:[hidden]'],
  [/https?:\/\/[^\s"']*\/(Recordings|Media)\/[^\s"']*/gi, '[hidden recording]'],
  [/(?:%2B|\+)\d[\d\s.()-]{5,16}\d/gi, hidden],
  [/(?<![\w.:-])0\d{2,4}[\d\s-]{5,12}\d(?![\w.:-])/g, hidden],
  [/\(0\d{2,4}\)[\s-]?\d[\d\s-]{3,9}\d/g, hidden],
  [/(?<![\w.:-])62\d{8,13}(?![\w.:-])/g, hidden],
  [/([?&](?:From|To|Caller|Called|Digits|Body|SpeechResult)=)[^&\s]*/gi, `$1${hidden}`],
]

/** Hides every phone number, SIP user and recording's address in a string. */
export const maskText = (text: string): string =>
  patterns.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)

const deepest = 6

const maskError = (error: Error): Record<string, unknown> => ({
  type: error.name,
  message: maskText(error.message),
  stack: error.stack === undefined ? undefined : maskText(error.stack),
  ...('code' in error ? { code: error.code } : {}),
  ...(error.cause instanceof Error ? { cause: maskError(error.cause) } : {}),
})

/** A copy without personal data: hidden by the field's name, and masked inside every string. */
export function maskFacts(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskText(value)
  if (value instanceof Error) return maskError(value)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (depth >= deepest) return '[deep]'
  if (Array.isArray(value)) return value.map((item) => maskFacts(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      personal.test(name) && inner !== null && inner !== undefined ? hidden : maskFacts(inner, depth + 1),
    ]),
  )
}

/** What Fastify gives of a request: method and path, never the caller's address or the query's values. */
const toRequestFacts = (request: { method?: string; url?: string }) => ({
  method: request.method,
  path: request.url === undefined ? undefined : maskText(request.url.split('?')[0] ?? ''),
})

/** Fields with a serializer of their own are left to it: it masks too, and a whole request is not to be walked through. */
const serialized = new Set(['err', 'req', 'res'])

const maskLine = (facts: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (serialized.has(name)) return [name, value]
      return [name, personal.test(name) && value !== null && value !== undefined ? hidden : maskFacts(value)]
    }),
  )

/** Pino writes a child's facts past the formatters; children inherit this method and hide theirs too. */
function maskChildren(log: Logger): Logger {
  const { child } = log
  log.child = function (this: Logger, facts, settings) {
    return child.call(this, maskLine(facts), settings)
  } as typeof child
  return log
}

/**
 * The house's logger. Messages are constant sentences, facts are fields; `error` means that a person must act now.
 * Whatever is logged, phone numbers, names, digits, texts, secrets and recordings' addresses do not reach the log.
 */
export function openLog(options: { readonly level: string; readonly destination?: DestinationStream }): Logger {
  const settings: LoggerOptions = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (facts) => maskLine(facts),
    },
    serializers: {
      err: (error: unknown) => (error instanceof Error ? maskError(error) : maskFacts(error)),
      req: toRequestFacts,
      res: (reply: { statusCode?: number }) => ({ statusCode: reply.statusCode }),
    },
    hooks: {
      logMethod(args, method) {
        method.apply(
          this,
          args.map((arg) => (typeof arg === 'string' ? maskText(arg) : arg)) as Parameters<typeof method>,
        )
      },
    },
  }
  return maskChildren(options.destination ? pino(settings, options.destination) : pino(settings))
}
