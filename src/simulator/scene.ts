import { type Carrier, trouble } from './carrier.ts'
import type { Leg } from './leg.ts'
import { type DocumentRequest, methodOf } from './source.ts'
import type { TwimlElement } from './twiml-parse.ts'
import type { Params } from './webhook-client.ts'

/** Where a document runs: on the call itself, on a called party before the bridge, in a queue, or in a conference (waiting, held, announced to). */
export type Stage = 'call' | 'whisper' | 'wait' | 'music'

/** The verbs that a stage knows; the call itself knows all. */
export const allowedOn: Readonly<Record<Stage, readonly string[] | null>> = {
  call: null,
  whisper: ['Say', 'Play', 'Pause', 'Gather', 'Record', 'Redirect', 'Reject', 'Hangup'],
  wait: ['Say', 'Play', 'Pause', 'Gather', 'Redirect', 'Leave', 'Hangup'],
  music: ['Say', 'Play', 'Pause', 'Redirect'],
}

/** What a verb has around it. */
export type Scene = {
  readonly carrier: Carrier
  readonly leg: Leg
  readonly stage: Stage
  /** Aborts when the call ends, is moved by REST, or the waiting is over. */
  readonly signal: AbortSignal
  /** The document being run; null when it was given inline. */
  readonly document: DocumentRequest | null
  /** The request that a verb still makes when it is interrupted, if any. */
  interrupted: ((cause: 'hangup' | 'replaced') => DocumentRequest | null) | null
}

/** What follows a verb. */
export type Step =
  | { readonly next: 'verb' }
  | { readonly next: 'hangup' }
  | { readonly next: 'document'; readonly request: DocumentRequest }

export const nextVerb: Step = { next: 'verb' }
export const hangUp: Step = { next: 'hangup' }

export type RunVerb = (verb: TwimlElement, scene: Scene) => Promise<Step>

/** A URL of a document made absolute against the document's own. Null, and written down, when it cannot be (inline TwiML needs absolute ones). */
export function resolveUrl(scene: Scene, url: string): string | null {
  const base = scene.document?.url
  const absolute = URL.canParse(url) ? url : base && URL.canParse(url, base) ? new URL(url, base).href : null
  if (absolute === null || !/^https?:/.test(absolute)) {
    trouble(scene.carrier, scene.leg, 11100, `not a usable URL: ${url}`)
    return null
  }
  if (new URL(absolute).hostname.includes('_')) {
    trouble(scene.carrier, scene.leg, 11100, `an underscore in the host name: ${url}`)
    return null
  }
  return absolute
}

/** The request of a verb's `action`; null without one. An action that is no URL fails when it is fetched. */
export function actionRequest(scene: Scene, verb: TwimlElement, params: Params): DocumentRequest | null {
  const { action, method } = verb.attributes
  if (action === undefined || action === '') return null
  return { purpose: 'action', url: resolveUrl(scene, action) ?? action, method: methodOf(method), params }
}

/** A whole number of an attribute within its bounds, or its default. */
export function numberOf(value: string | undefined, usual: number, low: number, high: number): number {
  if (value === undefined || value.trim() === '') return usual
  const number = Number(value)
  return Number.isFinite(number) ? Math.min(high, Math.max(low, number)) : usual
}

export function isTrue(value: string | undefined, usual: boolean): boolean {
  return value === undefined ? usual : value.toLowerCase() === 'true'
}

/** A callback's URL made absolute; undefined when there is none or it is no URL. */
export function callbackUrl(scene: Scene, url: string | undefined): string | undefined {
  return url ? (resolveUrl(scene, url) ?? undefined) : undefined
}
