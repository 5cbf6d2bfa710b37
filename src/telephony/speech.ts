import type { Spoken } from '../flow/verbs.ts'
import { escapeXml, writable } from './xml.ts'

export type Voice = { readonly language: string; readonly voice: string }

export type SpeechOptions = {
  /** By ISO 639-3. Unset languages use the defaults; what nobody can speak is read by the Indonesian voice. */
  readonly voices?: Readonly<Record<string, Voice>>
  /** Absolute address of the site's `audio/` folder, without a closing slash. */
  readonly audioBase: string
}

/** The carrier speaks Indonesian and English; no voice exists for Javanese or Sundanese, which need recorded audio. */
export const defaultVoices: Readonly<Record<string, Voice>> = {
  ind: { language: 'id-ID', voice: 'Google.id-ID-Wavenet-A' },
  eng: { language: 'en-US', voice: 'Google.en-US-Wavenet-C' },
}

const indonesian: Voice = { language: 'id-ID', voice: 'Google.id-ID-Wavenet-A' }

/** The carrier refuses a longer `<Say>`. */
const longestSay = 4096

/** Recorded audio first, speech second. Nothing at all for an empty text: the carrier refuses an empty `<Say>`. */
export function renderSpoken(spoken: readonly Spoken[], options: SpeechOptions): string {
  let document = ''
  for (const each of spoken) document += each.audio ? play(each.audio, options) : say(each, options)
  return document
}

/** Seconds that speaking takes: of a recording its length where it is known, else about 14 characters a second. */
export function spokenSeconds(spoken: readonly Spoken[]): number {
  let seconds = 0
  for (const { text, seconds: recorded } of spoken) seconds += recorded ?? text.length / 14
  return Math.ceil(seconds)
}

function say(spoken: Spoken, options: SpeechOptions): string {
  const text = writable(spoken.text)
  if (text.trim() === '') return ''
  const { language, voice } = voiceOf(spoken.language, options)
  const open = `<Say language="${escapeXml(language)}" voice="${escapeXml(voice)}">`
  if (text.length <= longestSay) return `${open}${escapeXml(text)}</Say>`
  return pieces(text)
    .map((piece) => `${open}${escapeXml(piece)}</Say>`)
    .join('')
}

function voiceOf(language: string, { voices = {} }: SpeechOptions): Voice {
  if (Object.hasOwn(voices, language)) return voices[language] ?? indonesian
  if (Object.hasOwn(defaultVoices, language)) return defaultVoices[language] ?? indonesian
  return voices.ind ?? indonesian
}

/** Cut after a sentence or a word where there is one, never through a character. */
function pieces(text: string): readonly string[] {
  const found: string[] = []
  let rest = text
  while (rest.length > longestSay) {
    const head = rest.slice(0, longestSay)
    const sentence = head.lastIndexOf('. ') + 1
    const end = sentence > longestSay / 2 ? sentence : Math.max(head.lastIndexOf(' '), 0) || wholeCharacters(head)
    found.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return [...found, rest].filter((piece) => piece.trim() !== '')
}

function wholeCharacters(head: string): number {
  const last = head.charCodeAt(head.length - 1)
  return last >= 0xd800 && last <= 0xdbff ? head.length - 1 : head.length
}

function play(audio: string, options: SpeechOptions): string {
  const path = audio.split('/').map((part) => encodeURIComponent(part.toWellFormed()))
  return `<Play>${escapeXml(`${options.audioBase}/${path.join('/')}`)}</Play>`
}
