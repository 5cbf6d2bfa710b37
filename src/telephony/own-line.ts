/** Asks our own webhooks from outside, as the carrier does: at PUBLIC_URL, signed. */

import { sign } from './signature.ts'

export type OwnAnswer =
  | { readonly outcome: 'answered'; readonly status: number; readonly body: string; readonly milliseconds: number }
  | { readonly outcome: 'unreachable' | 'slow' }

export type OwnLine = {
  /** `url` as a document gives it, with its fragment. Never throws. */
  readonly ask: (url: string, form: Readonly<Record<string, string>>) => Promise<OwnAnswer>
}

/** The carrier's own patience with an answer of ours: `urls.ts`. */
const patienceMilliseconds = 4_000

/** `token`: the account's, with which the carrier signs. */
export function openOwnLine(token: string): OwnLine {
  return {
    ask: async (url, form) => {
      const address = url.split('#')[0] ?? url
      const begun = performance.now()
      try {
        const response = await fetch(address, {
          method: 'POST',
          redirect: 'manual',
          headers: { 'x-twilio-signature': sign(token, address, form) },
          body: new URLSearchParams(form),
          signal: AbortSignal.timeout(patienceMilliseconds),
        })
        const body = await response.text()
        const milliseconds = Math.round(performance.now() - begun)
        return { outcome: 'answered', status: response.status, body, milliseconds }
      } catch (error) {
        return { outcome: (error as Error).name === 'TimeoutError' ? 'slow' : 'unreachable' }
      }
    },
  }
}
