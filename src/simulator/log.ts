/** Everything that passed between the carrier and the application, in order; tests and the bench read it. */
export type WebhookEntry = {
  readonly kind: 'webhook'
  readonly at: Date
  /** What asked for it: `voice`, `action`, `redirect`, `wait`, `whisper`, `status`, `conference`, `recording`, `text`, `fallback`, ... */
  readonly purpose: string
  readonly method: string
  readonly url: string
  readonly params: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly attempt: number
  /** Null when no reply came. */
  readonly status: number | null
  readonly contentType: string | null
  readonly body: string
  readonly milliseconds: number
  /** Twilio's error code, for example 11205 when no reply came. */
  readonly error: number | null
}
export type RestEntry = {
  readonly kind: 'rest'
  readonly at: Date
  readonly method: string
  readonly path: string
  readonly params: Readonly<Record<string, string | readonly string[]>>
  readonly status: number
  readonly reply: unknown
}
export type TroubleEntry = {
  readonly kind: 'trouble'
  readonly at: Date
  readonly callSid: string | null
  /** Twilio's error code. */
  readonly code: number
  readonly message: string
  /** The caller heard an application error and was hung up. */
  readonly callerLost: boolean
}
export type LogEntry = WebhookEntry | RestEntry | TroubleEntry

export type Log = {
  add(entry: LogEntry): void
  entries(): readonly LogEntry[]
  onEntry(listener: (entry: LogEntry) => void): () => void
}

/** Keeps the last `limit` entries (a demonstration runs for days). */
export function makeLog(limit: number): Log {
  const entries: LogEntry[] = []
  const listeners = new Set<(entry: LogEntry) => void>()
  return {
    add(entry) {
      entries.push(entry)
      if (entries.length > limit) entries.splice(0, entries.length - limit)
      for (const listener of listeners) listener(entry)
    },
    entries: () => entries,
    onEntry(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
