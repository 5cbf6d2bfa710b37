/** What becomes of a text of ours, by what the carrier answered. Pure. */

export type TextState = 'due' | 'taken' | 'done' | 'failed' | 'unneeded'

export type SendingEnd =
  | { readonly outcome: 'done' | 'gone' }
  | { readonly outcome: 'busy'; readonly retryAfterSeconds: number | null }
  | { readonly outcome: 'refused'; readonly code: number }
  | { readonly outcome: 'unknown'; readonly mayHaveHappened: boolean }

export type TextVerdict =
  | { readonly verdict: 'done' }
  | { readonly verdict: 'failed'; readonly why: 'not_deliverable' | 'refused' | 'given_up' }
  | { readonly verdict: 'again'; readonly afterMilliseconds: number }

/** Who opted out (21610), a landline (21614), no such number (21211, 21217), a region that is not served (21408, 21612): never again. */
const notDeliverable = new Set([21610, 21614, 21211, 21217, 21408, 21612])

const maxAttempts = 5
const firstPause = 2_000
const longestPause = 300_000
/** A status callback names our text: it comes within this time if a text that timed out was sent after all. */
const doubtPause = 60_000

/** `attempts`: begun so far; `jitter`: 0 to below 1. Two texts are worse than a late one, so a doubtful one waits for its callback. */
export function judgeText(end: SendingEnd, attempts: number, jitter: number): TextVerdict {
  switch (end.outcome) {
    case 'done':
      return { verdict: 'done' }
    case 'gone':
      return { verdict: 'failed', why: 'refused' }
    case 'refused':
      return { verdict: 'failed', why: notDeliverable.has(end.code) ? 'not_deliverable' : 'refused' }
    case 'busy':
    case 'unknown': {
      if (attempts >= maxAttempts) return { verdict: 'failed', why: 'given_up' }
      const pause = Math.min(firstPause * 2 ** (attempts - 1), longestPause) * (0.5 + jitter / 2)
      const least = end.outcome === 'busy' ? (end.retryAfterSeconds ?? 0) * 1000 : end.mayHaveHappened ? doubtPause : 0
      return { verdict: 'again', afterMilliseconds: Math.round(Math.max(pause, least)) }
    }
  }
}

/** A text taken longer ago than this was taken by somebody who is gone. */
export const leaseMilliseconds = 20_000
