/** What can be typed while a call is tried: what the caller does, and what changes around. Pure. */

import { DateTime } from 'luxon'
import type { Input, LookupName } from '../../flow/input.ts'
import type { Site } from '../../site.ts'
import { type Answer, atMoment, type World, withWait } from './world.ts'

/** The caller did something, the world changed, both, or the line was a question about what can be typed. */
export type Typed = {
  readonly input?: Input
  readonly world?: World
  /** ISO 639-3: the dialogue goes on in this language. */
  readonly language?: string
  readonly show?: 'help' | 'world' | 'unknown'
}

type Context = { readonly site: Site; readonly world: World; readonly isText: boolean; readonly awaitsAnswer: boolean }
type Command = (words: readonly string[], context: Context) => Typed

const beat: Input = { kind: 'continue' }
const isYes = (word: string | undefined): boolean => !/^(tidak|no|off|0)$/i.test(word ?? '')

/** `3`, `12#`: keys. Any other words: speech, or a text. Nothing: silence, or waiting on. A line that begins with a dot is a command. */
export function readTyped(line: string, context: Context): Typed {
  const { isText, awaitsAnswer } = context
  const typed = line.trim()
  if (typed.startsWith('.')) {
    const [name = '', ...words] = typed.slice(1).trim().split(/\s+/)
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    return command === undefined ? { show: 'unknown' } : command(words, context)
  }
  if (isText) return { input: { kind: 'text', text: typed } }
  if (/^[0-9*#]+$/.test(typed)) return { input: { kind: 'digits', digits: typed } }
  if (typed !== '') return { input: { kind: 'speech', text: typed, confidence: 0.9 } }
  return { input: awaitsAnswer ? { kind: 'silence' } : beat }
}

const clock: Command = (words, { site, world }) => {
  const { now } = world.facts
  const written = words.join('T')
  const today = DateTime.fromMillis(now, { zone: site.zone }).toISODate()
  const moment = DateTime.fromISO(
    /^\d{1,2}[:.]\d{2}$/.test(written) ? `${today}T${written.padStart(5, '0').replace('.', ':')}` : written,
    { zone: site.zone },
  )
  return moment.isValid ? { world: atMoment(world, site, moment.toMillis()) } : { show: 'unknown' }
}

const calendar =
  (isOpen: boolean): Command =>
  ([id], { site, world }) => {
    const known = Object.keys(world.facts.open)
    const named = id === undefined ? known : known.filter((one) => one === id)
    if (named.length === 0) return { show: 'unknown' }
    const byHand = { ...world.byHand, ...Object.fromEntries(named.map((one) => [one, isOpen])) }
    return { world: atMoment({ ...world, byHand }, site, world.facts.now) }
  }

const lane: Command = ([id = '', waiting = '0', expected], { world }) => {
  const before = world.facts.queue?.[id]
  if (before === undefined || !/^\d+$/.test(waiting)) return { show: 'unknown' }
  const expectedSeconds = expected === undefined || !/^\d+$/.test(expected) ? null : Number(expected)
  const queue = { ...world.facts.queue, [id]: { ...before, waiting: Number(waiting), expectedSeconds } }
  return { world: { ...world, facts: { ...world.facts, queue } } }
}

const staff: Command = ([word], { world }) => {
  const staffed = isYes(word)
  const lanes = Object.entries(world.facts.queue ?? {}).map(([id, facts]) => [id, { ...facts, staffed }] as const)
  const changed = withWait(world, { staffed, join: world.facts.wait.join })
  return { world: { ...changed, facts: { ...changed.facts, queue: Object.fromEntries(lanes) } } }
}

const caller =
  (key: 'withheld' | 'canBeTexted'): Command =>
  ([word], { world }) => ({
    world: { ...world, facts: { ...world.facts, caller: { ...world.facts.caller, [key]: isYes(word) } } },
  })

const incident: Command = (words, { world }) => {
  const text = words.join(' ')
  return { world: { ...world, facts: { ...world.facts, incident: isYes(text) ? text : '' } } }
}

const lookups: readonly LookupName[] = ['ticket', 'place', 'knowledge', 'incident']

/** `.cari place tidak`, `.cari place gagal`, `.cari place name=Lubuk Alung, confidence=sure`, `.cari place` for the site's own answer. */
const lookUp: Command = ([name = '', ...words], { world }) => {
  const lookup = lookups.find((one) => one === name)
  if (lookup === undefined) return { show: 'unknown' }
  const { [lookup]: _, ...others } = world.lookups
  const answer = answerOf(words.join(' '))
  return { world: { ...world, lookups: answer === null ? others : { ...others, [lookup]: answer } } }
}

function answerOf(text: string): Answer | null {
  if (text === '') return null
  if (/^(gagal|failed)$/i.test(text)) return 'failed'
  if (!text.includes('=')) return 'not_found'
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()))
  return Object.fromEntries(pairs.map(([key = '', value = '']) => [key, value]))
}

const outcomes = {
  ya: 'granted',
  yes: 'granted',
  tidak: 'refused',
  no: 'refused',
  gagal: 'failed',
  failed: 'failed',
} as const
const callback: Command = ([word = 'ya'], { world }) =>
  Object.hasOwn(outcomes, word)
    ? { world: { ...world, callback: outcomes[word as keyof typeof outcomes] } }
    : { show: 'unknown' }

const ticket: Command = ([word = ''], { world }) =>
  word === '' ? { show: 'unknown' } : { world: { ...world, ticket: /^(gagal|failed)$/i.test(word) ? 'failed' : word } }

const place: Command = ([position = '1', expected], { world }) => ({
  input: beat,
  world: withWait(world, {
    state: 'waiting',
    position: Math.max(1, Number(position) || 1),
    expectedWaitSeconds: expected === undefined ? null : Number(expected) || 0,
  }),
})

const join: Command = (_, { world }) => ({
  input: beat,
  world: withWait(world, {
    state: 'joined',
    join: { conference: `c${world.facts.wait.returns + 1}`, endsOnExit: true },
  }),
})

const back: Input = { kind: 'returned', how: 'completed' }
const done: Command = (_, { world }) => ({ input: back, world: withWait(world, { state: 'finished' }) })
const broken: Command = (_, { world }) => ({
  input: back,
  world: withWait(world, { state: 'waiting', position: 1, returns: world.facts.wait.returns + 1 }),
})
const nobody: Command = (_, { world }) => ({
  input: beat,
  world: withWait(world, { state: 'waiting', staffed: false }),
})
const unanswered: Command = () => ({ input: { kind: 'returned', how: 'no-answer' } })

const speak: Command = ([seconds = '5']) => ({
  input: { kind: 'recorded', recordingSid: 'RE00000000000000000000000000000000', seconds: Number(seconds) || 0 },
})
/** Words that the carrier is not sure of. */
const mumble: Command = (words) => ({ input: { kind: 'speech', text: words.join(' '), confidence: 0.2 } })
const language: Command = ([code = ''], { site }) =>
  site.languages.includes(code) ? { language: code } : { show: 'unknown' }

/** By what is typed after the dot: Indonesian, and the same in English. */
export const commands: Readonly<Record<string, Command>> = {
  bantuan: () => ({ show: 'help' }),
  help: () => ({ show: 'help' }),
  lihat: () => ({ show: 'world' }),
  world: () => ({ show: 'world' }),
  jam: clock,
  clock,
  buka: calendar(true),
  open: calendar(true),
  tutup: calendar(false),
  close: calendar(false),
  antrean: lane,
  queue: lane,
  petugas: staff,
  staff,
  bahasa: language,
  language,
  'tanpa-nomor': caller('withheld'),
  withheld: caller('withheld'),
  sms: caller('canBeTexted'),
  texts: caller('canBeTexted'),
  kejadian: incident,
  incident,
  cari: lookUp,
  lookup: lookUp,
  tiket: ticket,
  ticket,
  balik: callback,
  callback,
  posisi: place,
  place,
  sambung: join,
  join,
  selesai: done,
  done,
  putus: broken,
  broken,
  kosong: nobody,
  nobody,
  'tak-dijawab': unanswered,
  unanswered,
  bicara: speak,
  speak,
  gumam: mumble,
  mumble,
  'tutup-telepon': () => ({ input: { kind: 'hangup' } }),
  hangup: () => ({ input: { kind: 'hangup' } }),
}
