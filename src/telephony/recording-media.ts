import { Readable } from 'node:stream'
import type { CarrierAccount } from './client.ts'
import { basic, rebased } from './rest.ts'

/** A piece of a recording: its first and its last byte, and how many there are in all. */
export type MediaPart = { readonly first: number; readonly last: number; readonly size: number }

export type RecordingMedia =
  /** `part` when a piece was asked for and given; `length` in bytes of what follows, null when the carrier does not say. */
  | {
      readonly outcome: 'audio'
      readonly type: string
      readonly length: number | null
      readonly part: MediaPart | null
      readonly body: Readable
    }
  /** The piece that was asked for lies beyond the end. */
  | { readonly outcome: 'beyond'; readonly size: number | null }
  /** Deleted there, or never made. */
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'unreachable'; readonly why: string }

/**
 * Begins to fetch a recording's sound. `range` is a request's `Range` header, of which one piece is understood; anything else
 * gives the whole. The signal ends the fetching, also in the middle of the sound.
 */
export type OpenRecordingMedia = (
  recordingSid: string,
  range: string | undefined,
  signal: AbortSignal,
) => Promise<RecordingMedia>

const publicApi = 'https://api.twilio.com'
const firstByteMilliseconds = 10_000

/**
 * Recordings by their sid from the carrier that we know, with our credentials: a browser never hears of the carrier's address, and no
 * webhook can send us to another one. The sound passes through, it is not kept.
 */
export function openRecordingMedia(account: CarrierAccount): OpenRecordingMedia {
  const { accountSid, apiUrl = publicApi, credentials } = account
  const authorization =
    'apiKey' in credentials
      ? basic(credentials.apiKey, credentials.apiSecret)
      : basic(accountSid, credentials.authToken)

  return async (recordingSid, range, signal) => {
    const path = `/2010-04-01/Accounts/${accountSid}/Recordings/${encodeURIComponent(recordingSid)}.wav`
    const wanted = readRange(range)
    // The time-out is for the beginning alone: a long recording may be listened to for as long as it lasts.
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), firstByteMilliseconds)
    try {
      const response = await fetch(rebased(apiUrl, publicApi + path), {
        headers: {
          authorization,
          'accept-encoding': 'identity',
          ...(wanted === null ? {} : { range: rangeText(wanted) }),
        },
        signal: AbortSignal.any([signal, late.signal]),
      })
      return toMedia(response, wanted)
    } catch (error) {
      return { outcome: 'unreachable', why: error instanceof Error ? error.name : 'unknown' }
    } finally {
      clearTimeout(timer)
    }
  }
}

/** From a byte on, to a byte or the end; or, with a negative `first`, so many bytes before the end. */
export type WantedRange = { readonly first: number; readonly last: number | null }

/** One range of bytes (RFC 9110, 14.1.2); null for none, several, or what is none at all: a server may then send everything. */
export function readRange(header: string | undefined): WantedRange | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (from === '') return to === '' || Number(to) === 0 ? null : { first: -Number(to), last: null }
  const last = to === '' ? null : Number(to)
  return last !== null && last < Number(from) ? null : { first: Number(from), last }
}

const rangeText = ({ first, last }: WantedRange) => (first < 0 ? `bytes=${first}` : `bytes=${first}-${last ?? ''}`)

/** The piece of something of this size; null when it lies beyond the end. */
export function partOf({ first, last }: WantedRange, size: number): MediaPart | null {
  const from = first < 0 ? Math.max(0, size + first) : first
  return from >= size ? null : { first: from, last: Math.min(last ?? size - 1, size - 1), size }
}

async function toMedia(response: Response, wanted: WantedRange | null): Promise<RecordingMedia> {
  const { status, headers, body } = response
  const isGiven = (status === 200 || status === 206) && body !== null
  if (!isGiven) await body?.cancel()
  if (status === 404 || status === 410) return { outcome: 'gone' }
  if (status === 416) return { outcome: 'beyond', size: sizeIn(headers.get('content-range')) }
  if (!isGiven) return { outcome: 'unreachable', why: `status ${status}` }
  const type = headers.get('content-type') ?? 'audio/x-wav'
  const length = headers.has('content-length') ? Number(headers.get('content-length')) : null
  const sound = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])
  if (status === 206) {
    const part = partIn(headers.get('content-range'))
    if (part !== null) return { outcome: 'audio', type, length: part.last - part.first + 1, part, body: sound }
    sound.destroy()
    return { outcome: 'unreachable', why: 'a piece without its place' }
  }
  if (wanted === null || length === null) return { outcome: 'audio', type, length, part: null, body: sound }
  // A carrier that gives no pieces: we cut.
  const part = partOf(wanted, length)
  if (part !== null)
    return { outcome: 'audio', type, length: part.last - part.first + 1, part, body: Readable.from(cut(sound, part)) }
  sound.destroy()
  return { outcome: 'beyond', size: length }
}

const sizeIn = (range: string | null): number | null => {
  const size = /\/(\d+)$/.exec(range ?? '')?.[1]
  return size === undefined ? null : Number(size)
}

function partIn(range: string | null): MediaPart | null {
  const parts = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range ?? '')
  return parts === null ? null : { first: Number(parts[1]), last: Number(parts[2]), size: Number(parts[3]) }
}

async function* cut(sound: Readable, { first, last }: MediaPart): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const bytes of sound as AsyncIterable<Uint8Array>) {
    const piece = bytes.subarray(Math.max(0, first - at), Math.max(0, last + 1 - at))
    at += bytes.length
    if (piece.length > 0) yield piece
    if (at > last) return // leaving the loop destroys the source
  }
}
