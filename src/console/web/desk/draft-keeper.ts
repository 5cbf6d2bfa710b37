import { ApiProblem } from '../api.ts'
import type { Draft, DraftAnswer, DraftWriting } from '../views.ts'
import { forget, keep } from './draft-storage.ts'

export type Field = keyof Draft['fields']
export type Values = Readonly<Record<Field, string>>

/** `saving`: not yet confirmed. `waiting`: the server does not answer; it is tried again. `refused`: it does not take what is written. */
export type DraftNow = {
  readonly values: Values
  readonly ticketCode: string | null
  readonly saved: 'saved' | 'saving' | 'waiting' | 'refused'
  /** What somebody else has written into fields that I have written, too. */
  readonly conflicts: Readonly<Partial<Record<Field, string>>>
}

export type DraftKeeper = {
  now(): DraftNow
  subscribe(listener: () => void): () => void
  write(field: Field, value: string): void
  /** Of a field that two have written: which counts. */
  settle(field: Field, value: string): void
  /** What stands at the server by now: others write, too. */
  hear(draft: Draft): void
  flush(): void
}

const restMs = 400
/** Somebody who writes without a pause is saved as often as this. */
const longestMs = 1_500
const tryAgainMs = [1_000, 2_000, 5_000]

type Options = {
  readonly callSid: string
  /** This open page. */
  readonly writer: string
  readonly send: (writing: DraftWriting) => Promise<DraftAnswer>
}

/** Saves what is written in one call's ticket: soon after each pause, in order, until the server has it; and on this machine until then. */
export function keepDraft(first: Draft, { callSid, writer, send }: Options): DraftKeeper {
  let base = first.version
  let server: Values = first.fields
  let count = 0
  let failures = 0
  /** Since when something has not been sent; null when all has. */
  let unsentSince: number | null = null
  let sending = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let now: DraftNow = { values: first.fields, ticketCode: first.ticketCode, saved: 'saved', conflicts: {} }
  const dirty = new Set<Field>()
  /** What was sent of a field since the server last confirmed it: when it stands there, it is my own. */
  const sent = new Map<Field, Set<string>>()
  const listeners = new Set<() => void>()

  function change(changed: Partial<DraftNow>): void {
    now = { ...now, ...changed }
    for (const listener of listeners) listener()
  }

  const pick = (fields: Iterable<Field>): Partial<Values> =>
    Object.fromEntries([...fields].map((field) => [field, now.values[field]]))

  /** On this machine as long as the server lacks it. */
  function remember(): void {
    if (dirty.size === 0) forget(callSid, writer)
    else keep({ callSid, writer, count, base, at: Date.now(), fields: pick(dirty) })
  }

  const sendable = () => [...dirty].filter((field) => !(field in now.conflicts))

  function later(milliseconds: number): void {
    clearTimeout(timer)
    timer = setTimeout(flush, milliseconds)
  }

  function take(values: Values, answered: Partial<Values>, conflicting: readonly Field[]): void {
    const conflicts: Partial<Record<Field, string>> = { ...now.conflicts }
    for (const field of Object.keys(answered) as Field[]) {
      if (conflicting.includes(field) && now.values[field] !== values[field]) conflicts[field] = values[field]
      else if (now.values[field] === answered[field]) {
        dirty.delete(field)
        sent.delete(field)
      }
    }
    change({ conflicts, values: { ...values, ...pick(dirty) } })
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    const fields = sendable()
    if (sending || fields.length === 0) return
    sending = true
    unsentSince = null
    count += 1
    const given = pick(fields)
    for (const field of fields) sent.set(field, (sent.get(field) ?? new Set()).add(now.values[field]))
    remember()
    try {
      const answer = await send({ writer, count, base, fields: given as DraftWriting['fields'] })
      base = answer.version
      server = answer.fields
      failures = 0
      take(answer.fields, given, answer.conflicts)
      change({ ticketCode: answer.ticketCode, saved: sendable().length > 0 ? 'saving' : 'saved' })
    } catch (error) {
      failures += 1
      change({ saved: isFinal(error) ? 'refused' : 'waiting' })
      if (!isFinal(error)) later(tryAgainMs[Math.min(failures, tryAgainMs.length) - 1] ?? 5_000)
    } finally {
      sending = false
      remember()
    }
    if (now.saved === 'saving') later(restMs)
  }

  return {
    now: () => now,
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    write(field, value) {
      dirty.add(field)
      change({ values: { ...now.values, [field]: value }, saved: now.saved === 'waiting' ? 'waiting' : 'saving' })
      remember()
      unsentSince ??= Date.now()
      if (!sending && now.saved !== 'waiting')
        later(Math.max(0, Math.min(restMs, unsentSince + longestMs - Date.now())))
    },
    settle(field, value) {
      const { [field]: _, ...conflicts } = now.conflicts
      dirty.add(field)
      change({ conflicts, values: { ...now.values, [field]: value }, saved: 'saving' })
      remember()
      void flush()
    },
    hear(draft) {
      if (sending || draft.version <= base) return
      const conflicts: Partial<Record<Field, string>> = { ...now.conflicts }
      for (const field of dirty) {
        const theirs = draft.fields[field]
        const isNew = theirs !== server[field] && theirs !== now.values[field] && !sent.get(field)?.has(theirs)
        if (isNew) conflicts[field] = theirs
      }
      base = draft.version
      server = draft.fields
      change({ conflicts, ticketCode: draft.ticketCode, values: { ...draft.fields, ...pick(dirty) } })
      remember()
    },
    flush: () => void flush(),
  }
}

/** The server has understood, and says no. */
const isFinal = (error: unknown): boolean =>
  error instanceof ApiProblem && error.status >= 400 && error.status < 500 && ![401, 408, 429].includes(error.status)
