/** PURE. What the page knows: the line, its phones, and a transcript for each. */
import type { Heard, LineState, Phone, TextMessage } from './phones-api.ts'

export type EntryKind = Heard['kind'] | 'said' | 'pressed' | 'text-in' | 'text-out' | 'began' | 'ended'

export type Entry = {
  readonly key: number
  readonly at: number
  readonly kind: EntryKind
  readonly text: string
  /** BCP 47 or ISO 639-3, as the line gave it. */
  readonly language: string | null
  readonly from: string | null
  readonly seconds: number
}

export type PageState = {
  readonly line: LineState | null
  readonly live: boolean
  readonly transcripts: Readonly<Record<string, readonly Entry[]>>
  readonly nextKey: number
}

export type Change =
  | { readonly change: 'loaded'; readonly line: LineState }
  | { readonly change: 'live'; readonly live: boolean }
  | { readonly change: 'phone'; readonly phone: Phone; readonly at: number }
  | { readonly change: 'heard'; readonly heard: Heard }
  | { readonly change: 'text'; readonly text: TextMessage }
  /** What the person did at this page; the line doesn't echo it. */
  | {
      readonly change: 'did'
      readonly phone: string
      readonly kind: 'said' | 'pressed'
      readonly text: string
      readonly at: number
    }

const longestTranscript = 200
/** Kinds that follow one another many times in a wait and are told once. */
const toldOnce: readonly EntryKind[] = ['silence', 'ringing', 'tone']

export const emptyPage: PageState = { line: null, live: false, transcripts: {}, nextKey: 1 }

export function changePage(state: PageState, change: Change): PageState {
  switch (change.change) {
    case 'loaded':
      return { ...state, line: change.line }
    case 'live':
      return state.live === change.live ? state : { ...state, live: change.live }
    case 'phone':
      return changePhone(state, change.phone, change.at)
    case 'heard': {
      const { heard } = change
      const { at, kind, text, language, seconds } = heard
      return write(state, heard.phone, { at, kind, text, language, seconds, from: heard.from ?? null })
    }
    case 'text': {
      const { text } = change
      const entry =
        text.direction === 'in'
          ? ({ kind: 'text-in', from: text.from } as const)
          : ({ kind: 'text-out', from: text.to } as const)
      return write(state, text.phone, { ...entry, at: text.at, text: text.body, language: null, seconds: 0 })
    }
    case 'did':
      return write(state, change.phone, {
        kind: change.kind,
        at: change.at,
        text: change.text,
        language: null,
        from: null,
        seconds: 0,
      })
  }
}

function changePhone(state: PageState, phone: Phone, at: number): PageState {
  if (state.line === null) return state
  const before = state.line.phones.find((each) => each.id === phone.id)
  const phones = state.line.phones.map((each) => (each.id === phone.id ? phone : each))
  const next = { ...state, line: { ...state.line, phones } }
  const mark = callMark(before, phone, at)
  if (mark === null) return next
  return write(next, phone.id, { ...mark, language: null, from: null, seconds: 0 })
}

type CallMark = { readonly kind: 'began' | 'ended'; readonly text: string; readonly at: number }

/** A call began when the line says so; that it ended is seen here. */
function callMark(before: Phone | undefined, after: Phone, at: number): CallMark | null {
  if (before === undefined) return null
  if (before.state === 'idle' && after.state !== 'idle')
    return { kind: 'began', text: after.call?.peer ?? '', at: after.call?.since ?? at }
  if (before.state !== 'idle' && after.state === 'idle') return { kind: 'ended', text: '', at }
  return null
}

function write(state: PageState, phone: string, entry: Omit<Entry, 'key'>): PageState {
  const transcript = state.transcripts[phone] ?? []
  const last = transcript.at(-1)
  if (last !== undefined && last.kind === entry.kind && toldOnce.includes(entry.kind)) return state
  const grown = [...transcript, { ...entry, key: state.nextKey }].slice(-longestTranscript)
  return { ...state, transcripts: { ...state.transcripts, [phone]: grown }, nextKey: state.nextKey + 1 }
}
