/** What was written and has not reached the server, kept on this machine until it has. */

import type { Field } from './draft-keeper.ts'

export type Unsaved = {
  readonly callSid: string
  readonly writer: string
  readonly count: number
  readonly base: number
  /** Milliseconds since 1970, by this machine. */
  readonly at: number
  readonly fields: Readonly<Partial<Record<Field, string>>>
}

const prefix = 'sahut.unsaved.'
const nameOf = (callSid: string, writer: string) => `${prefix}${callSid}.${writer}`
/** Held by the page that writes, as long as it is open. */
const lockOf = (writer: string) => `sahut.writer.${writer}`

/** A name for this page; others can see whether it is still open, where the browser lets them. */
export function openWriter(): string {
  const writer = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  void navigator.locks?.request(lockOf(writer), () => new Promise<never>(() => {}))
  return writer
}

/** A machine without room for it still has the server. */
export function keep(unsaved: Unsaved): void {
  try {
    localStorage.setItem(nameOf(unsaved.callSid, unsaved.writer), JSON.stringify(unsaved))
  } catch {}
}

export function forget(callSid: string, writer: string): void {
  localStorage.removeItem(nameOf(callSid, writer))
}

/** What pages that are closed now have left behind, oldest first. */
export async function leftBehind(ownWriter: string): Promise<readonly Unsaved[]> {
  const held = (await navigator.locks?.query())?.held?.map(({ name }) => name) ?? []
  return Object.keys(localStorage)
    .filter((name) => name.startsWith(prefix))
    .flatMap((name) => {
      try {
        return [JSON.parse(localStorage.getItem(name) ?? '') as Unsaved]
      } catch {
        return []
      }
    })
    .filter(({ writer }) => writer !== ownWriter && !held.includes(lockOf(writer)))
    .toSorted((a, b) => a.at - b.at)
}
