import type { Params } from './webhook-client.ts'

/** A document to be fetched. */
export type DocumentRequest = {
  /** Why: `voice`, `action`, `redirect`, `whisper`, `wait`; kept in the log. */
  readonly purpose: string
  readonly url: string
  readonly method: 'GET' | 'POST'
  /** Beside the parameters of every voice request. */
  readonly params: Params
}
/** Where a call gets its instructions: fetched, or given in a REST request. */
export type Source = DocumentRequest | { readonly twiml: string }

export function methodOf(value: string | undefined): 'GET' | 'POST' {
  return value?.toUpperCase() === 'GET' ? 'GET' : 'POST'
}
