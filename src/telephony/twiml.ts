import type { Join, Spoken, Target, Verb } from '../flow/verbs.ts'
import { heardAs, hintsOf } from './hearing.ts'
import { renderSpoken, type SpeechOptions, spokenSeconds } from './speech.ts'
import { assertDialable } from './target.ts'
import { escapeXml, writable } from './xml.ts'

/** Where each kind of answer goes; absolute, from `urls.ts`. */
export type VoiceUrls = {
  /** What the caller did, or that the document ran out. */
  readonly next: string
  /** Nothing was pressed or recorded in time. */
  readonly silence: string
  readonly conference: string
  readonly recording: string
  /** What a participant hears while alone in a conference. */
  readonly wait: string
  /** The conversation into which the document leads is recorded. */
  readonly isRecorded?: boolean
  /** What whoever is dialled hears before the two are connected; who hangs up there, or is hung up on, is not connected. */
  readonly callee?: string
}

export type VoiceOptions = SpeechOptions & {
  /** A number of ours in E.164, shown to whom we dial. Without it the carrier shows the caller's. */
  readonly callerId?: string
  /** Whether the carrier recognises speech at all; unless told otherwise it does. */
  readonly hearsSpeech?: boolean
}

/** The carrier refuses a longer document (error 11750). */
export const longestDocument = 64_000

const head = '<?xml version="1.0" encoding="UTF-8"?><Response>'
const tail = '</Response>'

/**
 * The document that does what a flow wants. A document never simply ends, because the carrier would hang up: one whose last verb
 * neither waits nor ends comes back to `next`. Throws `RangeError` for a target that cannot be dialled or a document too
 * long to send; both are mistakes of ours that are checked before.
 */
export function renderVoice(verbs: readonly Verb[], urls: VoiceUrls, options: VoiceOptions): string {
  let body = ''
  for (const verb of verbs) body += renderVerb(verb, urls, options)
  const last = verbs.at(-1)?.verb
  if (last === 'say') body += redirect(urls.next)
  else if (last === undefined || last === 'text') body += `<Pause length="1"/>${redirect(urls.next)}`
  return finished(body)
}

function renderVerb(verb: Verb, urls: VoiceUrls, options: VoiceOptions): string {
  switch (verb.verb) {
    case 'say':
      return renderSpoken(verb.spoken, options)
    case 'gather':
      return (
        gather(urls.next, verb, speech(verb.speech, options), renderSpoken(verb.spoken, options)) +
        redirect(urls.silence)
      )
    case 'hold':
      return hold(verb, urls, options)
    case 'join':
      return join(verb, urls)
    case 'record':
      return (
        renderSpoken(verb.spoken, options) +
        `<Record action="${escapeXml(urls.next)}" method="POST" maxLength="${whole(verb.maxSeconds, 1, 14_400)}"` +
        ` timeout="${whole(verb.silenceSeconds, 1, 600)}" finishOnKey="1234567890*#" playBeep="true"` +
        ` recordingStatusCallback="${escapeXml(urls.recording)}" recordingStatusCallbackMethod="POST"` +
        ` recordingStatusCallbackEvent="completed absent"/>${redirect(urls.silence)}`
      )
    case 'dial':
      return renderSpoken(verb.spoken, options) + dial(verb.targets, verb.ringSeconds, options, urls.next, urls.callee)
    case 'text':
      return ''
    case 'hangup':
      return '<Hangup/>'
  }
}

type Listening = Pick<Extract<Verb, { verb: 'gather' }>, 'maxDigits' | 'finishOnKey' | 'timeoutSeconds'>

function gather(action: string, keys: Listening, listening: string, inside: string): string {
  return (
    `<Gather action="${escapeXml(action)}" method="POST" ${listening} numDigits="${whole(keys.maxDigits, 1, 64)}"` +
    ` finishOnKey="${escapeXml(keys.finishOnKey)}" timeout="${whole(keys.timeoutSeconds, 1, 60)}">${inside}</Gather>`
  )
}

const keysOnly = 'input="dtmf"'
/** Speech longer than this is no answer to a question of ours, but a room that talks. */
const longestSpeechSeconds = 20
/** Of a waiting caller: longer, and the heartbeat would be too old for an operator to be offered the call. */
const longestHoldSpeechSeconds = 8

/**
 * Keys always; speech beside them where the carrier hears the language. Only a key stops our words: the noise of a street would cut off
 * the offer of help. Words of distress are not to be starred out.
 */
function speech(
  wanted: Extract<Verb, { verb: 'gather' }>['speech'],
  { hearsSpeech = true }: VoiceOptions,
  longestSeconds = longestSpeechSeconds,
): string {
  const language = wanted === undefined || !hearsSpeech ? null : heardAs(wanted.language)
  if (wanted === undefined || language === null) return keysOnly
  const hints = hintsOf(wanted.hints)
  return (
    `input="dtmf speech" language="${language}"${hints === '' ? '' : ` hints="${escapeXml(hints)}"`} speechTimeout="auto"` +
    ` maxSpeechTime="${longestSeconds}" bargeIn="false" profanityFilter="false"`
  )
}

/**
 * The longest that a waiting caller goes without asking us again; it is the caller's heartbeat and the latest moment to join. With an
 * answer that comes as late as it may, nobody hears nothing for ten seconds.
 */
const longestHold = 9
/** Of it in silence: a process that stands still makes the answer later by the three seconds after which the carrier asks another one. */
const longestRest = 4

/** Speech, then silence in which every key counts (`#` and `*` too), then back. One second of it is the Gather's own. */
function hold(
  { spoken, seconds, speech: wanted }: Extract<Verb, { verb: 'hold' }>,
  urls: VoiceUrls,
  options: VoiceOptions,
): string {
  const rest = Math.min(longestRest, whole(seconds, 1, longestHold) - spokenSeconds(spoken)) - 1
  const listening = speech(wanted, options, longestHoldSpeechSeconds)
  if (listening !== keysOnly) {
    // The carrier hears speech only after the words, so that the pause is the Gather's own.
    const keys = { maxDigits: 1, finishOnKey: '', timeoutSeconds: Math.max(2, rest + 1) } as const
    return gather(urls.next, keys, listening, renderSpoken(spoken, options)) + redirect(urls.next)
  }
  const pause = rest > 0 ? `<Pause length="${rest}"/>` : ''
  const oneKey = { maxDigits: 1, finishOnKey: '', timeoutSeconds: 1 } as const
  return gather(urls.next, oneKey, keysOnly, renderSpoken(spoken, options) + pause) + redirect(urls.next)
}

/** The `action` brings the caller back whatever becomes of the conference. */
function join(verb: Join, urls: VoiceUrls): string {
  return (
    `<Dial action="${escapeXml(urls.next)}" method="POST" hangupOnStar="${verb.leavesOnStar}">` +
    `<Conference statusCallback="${escapeXml(urls.conference)}" statusCallbackMethod="POST"` +
    ` statusCallbackEvent="start end join leave" startConferenceOnEnter="true"` +
    ` endConferenceOnExit="${verb.endsOnExit}" beep="false" participantLabel="${escapeXml(verb.label)}"` +
    ` waitUrl="${escapeXml(urls.wait)}" waitMethod="POST"${urls.isRecorded ? recorded(urls.recording) : ''}>` +
    `${escapeXml(verb.conference)}</Conference></Dial>`
  )
}

const recorded = (callback: string): string =>
  ` record="record-from-start" recordingStatusCallback="${escapeXml(callback)}" recordingStatusCallbackMethod="POST"` +
  ` recordingStatusCallbackEvent="completed absent"`

/** Several targets ring at once; who answers first has the caller. */
function dial(
  targets: readonly Target[],
  ringSeconds: number,
  options: VoiceOptions,
  action: string | null,
  callee?: string,
): string {
  if (targets.length === 0) throw new RangeError('Refused to dial: nobody to dial')
  const callerId = options.callerId === undefined ? '' : ` callerId="${escapeXml(options.callerId)}"`
  const back = action === null ? '' : ` action="${escapeXml(action)}" method="POST"`
  return `<Dial${back}${callerId} timeout="${whole(ringSeconds, 5, 600)}" answerOnBridge="true">${targets.map((target) => noun(target, callee)).join('')}</Dial>`
}

/** `method` is how `callee`, the document for whom is rung, is asked for. */
export function noun(target: Target, callee: string | undefined, method: 'GET' | 'POST' = 'POST'): string {
  assertDialable(target)
  const first = callee === undefined ? '' : ` url="${escapeXml(callee)}" method="${method}"`
  switch (target.kind) {
    case 'number': {
      const byoc = target.byocTrunk === undefined ? '' : ` byoc="${escapeXml(target.byocTrunk)}"`
      return `<Number${byoc}${first}>${escapeXml(target.number)}</Number>`
    }
    case 'sip':
      return `<Sip${first}>${escapeXml(target.uri)}</Sip>`
    case 'client':
      return `<Client${first}>${escapeXml(target.identity)}</Client>`
  }
}

const redirect = (url: string): string => `<Redirect method="POST">${escapeXml(url)}</Redirect>`

function whole(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : least
}

/** The whole document around its verbs; throws `RangeError` for one that the carrier does not read. */
export function finished(body: string): string {
  const document = head + body + tail
  if (document.length * 3 > longestDocument && Buffer.byteLength(document) > longestDocument) {
    throw new RangeError('The document is longer than the carrier reads')
  }
  return document
}

export type Apology = {
  /** Says sorry in the region's words. */
  readonly spoken: readonly Spoken[]
  /** Who answers when the program cannot; checked at start. */
  readonly dutyLine: readonly Target[]
  readonly ringSeconds: number
  /** Where the call goes when the duty line does not answer either; without it the call ends there. */
  readonly afterwards?: string
}

/** For a caller whom something of ours failed: a human, never an error's text. Needs no state. */
export function renderApology(apology: Apology, options: VoiceOptions): string {
  const back = apology.afterwards === undefined ? '' : redirect(apology.afterwards)
  const bridge = apology.dutyLine.length === 0 ? '' : dial(apology.dutyLine, apology.ringSeconds, options, null)
  return finished(renderSpoken(apology.spoken, options) + bridge + back)
}

/** For a webhook that took too long: one sentence, then the same turn again (`next` carries its number and the input). */
export function renderHolding(
  spoken: readonly Spoken[],
  next: string,
  options: SpeechOptions,
  pauseSeconds = 0,
): string {
  const pause = pauseSeconds > 0 ? `<Pause length="${pauseSeconds}"/>` : ''
  return finished(renderSpoken(spoken, options) + pause + redirect(next))
}

/** Words after which the carrier does what it does when a document ends: it connects whom it rang for a caller. */
export const renderLastWords = (spoken: readonly Spoken[], options: SpeechOptions): string =>
  finished(renderSpoken(spoken, options))

/** What a lone participant of a conference hears, again and again: nobody is ever alone in a silent room. */
export const renderWait = (spoken: readonly Spoken[], options: SpeechOptions): string =>
  finished(`${renderSpoken(spoken, options)}<Pause length="4"/>`)

/** Said to a status callback, and to a webhook that has nothing to say. */
export const emptyDocument = `${head}${tail}`

/** The carrier refuses a longer text (error 21617). */
export const longestText = 1600

/** The answer to a text message, in the same conversation; null answers nothing. */
export function renderMessage(body: string | null): string {
  const text = writable(body ?? '').slice(0, longestText)
  return text.trim() === '' ? emptyDocument : `${head}<Message>${escapeXml(text)}</Message>${tail}`
}
