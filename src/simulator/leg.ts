import type { Line } from './account.ts'
import type { Progress } from './progress.ts'
import { newSid } from './sid.ts'
import type { Sound } from './sound.ts'
import type { DocumentRequest, Source } from './source.ts'

export type Ending = 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'
export type LegStatus = 'queued' | 'initiated' | 'ringing' | 'in-progress' | Ending
export type Direction = 'inbound' | 'outbound-api' | 'outbound-dial'

/** The far end of a leg: the phone that rings, hears and is told of the end. */
export type FarEnd = {
  readonly label: string
  heard(leg: Leg, sound: Sound): void
  changed(leg: Leg): void
  released(leg: Leg): void
}

export type LegOptions = {
  readonly from: string
  readonly to: string
  readonly direction: Direction
  readonly now: Date
  readonly parent?: Leg
  readonly line?: Line
  readonly farEnd?: FarEnd
  readonly fallbackUrl?: string | null
  readonly progress?: Progress | null
  /** More parameters of every request of this leg: SIP headers, the Voice SDK's own. */
  readonly extra?: Readonly<Record<string, string>>
}

/** One call leg (one CallSid) from its first moment to its end. */
export class Leg {
  readonly sid = newSid('CA')
  readonly from: string
  readonly to: string
  readonly direction: Direction
  readonly parent: Leg | null
  readonly line: Line | null
  /** Decided again as it rings: a number with several lines rings one that is idle. */
  farEnd: FarEnd | null
  readonly extra: Readonly<Record<string, string>>
  readonly cookies = new Map<string, string>()
  readonly createdAt: Date
  fallbackUrl: string | null
  progress: Progress | null
  status: LegStatus = 'queued'
  answeredBy: string | null = null
  /** A machine, not a person, is at the far end. */
  machine = false
  answeredAt: Date | null = null
  endedAt: Date | null = null
  updatedAt: Date
  /** Where keys go now; none: they are lost, as on a real line. */
  keypad: ((key: string) => void) | null = null
  /** Where this leg's spoken words go now (a conference, a bridge, a recording, speech recognition, which is so sure of them). */
  audience: ((text: string, confidence?: number) => void) | null = null
  listening = false
  recording = false
  hold = false
  muted = false
  conference: { readonly sid: string; readonly name: string; labels(except: Leg): string[] } | null = null
  bridgedWith: Leg | null = null
  /** The document that takes over as soon as the running one has stopped. */
  replacement: Source | null = null
  /** The fetch of a document under way, for races with updates. */
  fetching: Promise<unknown> | null = null
  /** Action requests of interrupted verbs that are sent after the next document has come. */
  owed: DocumentRequest[] = []
  private execution = new AbortController()
  private readonly ending = new AbortController()
  private readonly answering = Promise.withResolvers<void>()
  private readonly contacting = Promise.withResolvers<void>()

  constructor(options: LegOptions) {
    this.from = options.from
    this.to = options.to
    this.direction = options.direction
    this.parent = options.parent ?? null
    this.line = options.line ?? null
    this.farEnd = options.farEnd ?? null
    this.extra = options.extra ?? {}
    this.fallbackUrl = options.fallbackUrl ?? null
    this.progress = options.progress ?? null
    this.createdAt = options.now
    this.updatedAt = options.now
  }

  /** Aborts when the call is over. */
  get over(): AbortSignal {
    return this.ending.signal
  }

  get isOver(): boolean {
    return this.ending.signal.aborted
  }

  get answered(): Promise<void> {
    return this.answering.promise
  }

  /** Resolves once any webhook of this leg was answered. */
  get contacted(): Promise<void> {
    return this.contacting.promise
  }

  noteContact(): void {
    this.contacting.resolve()
  }

  /** A signal for one run of documents: aborts at the end of the call or when a replacement comes. */
  begin(): AbortSignal {
    this.execution = new AbortController()
    return AbortSignal.any([this.execution.signal, this.over])
  }

  interrupt(): void {
    this.execution.abort()
  }

  set(status: LegStatus, now: Date): void {
    this.status = status
    this.updatedAt = now
    this.farEnd?.changed(this)
  }

  answer(now: Date): void {
    if (this.isOver || this.answeredAt) return
    this.answeredAt = now
    this.set('in-progress', now)
    this.answering.resolve()
  }

  end(how: Ending, now: Date): void {
    if (this.isOver) return
    this.status = how
    this.updatedAt = now
    this.endedAt = now
    this.keypad = null
    this.audience = null
    this.listening = false
    this.ending.abort()
    this.farEnd?.released(this)
  }

  /** Whole seconds from answer to end (or now). */
  durationSeconds(now: Date): number {
    if (!this.answeredAt) return 0
    return Math.max(0, Math.round(((this.endedAt ?? now).getTime() - this.answeredAt.getTime()) / 1000))
  }

  hear(sound: Sound): void {
    if (!this.isOver) this.farEnd?.heard(this, sound)
  }

  changed(): void {
    this.farEnd?.changed(this)
  }
}
