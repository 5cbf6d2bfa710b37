/** What a caller hears while the database is away: a short menu, and humans rung straight from the call. Data in, data out. */

import type { Input } from '../flow/input.ts'
import type { Say, Spoken, Target, Verb } from '../flow/verbs.ts'

export type SafePhone = {
  readonly name: string
  readonly target: Target
  /** `key`: who answers must press 1; `talk`: so many seconds of conversation count. */
  readonly accepts: 'key' | 'talk'
  readonly ringSeconds: number
  readonly talkSeconds: number
}

/** The site's own facts, in memory. */
export type SafeLine = {
  /** The menu, in every language of the site. */
  readonly menu: readonly Spoken[]
  readonly say: Say
  /** Who is rung in an emergency, in this order; never empty. */
  readonly ladder: readonly SafePhone[]
  readonly dutyLine: SafePhone
}

/** Where a diverted call stands: it travels signed in the addresses of its documents. */
export type SafeState = {
  readonly call: string
  /** Of the next request. */
  readonly turn: number
  /** `asked`: a key is waited for after a conversation, or before the duty line is tried again. */
  readonly at: 'menu' | 'ladder' | 'duty' | 'asked'
  /** The kind of emergency; of a caller who has not said so yet, the usual one. */
  readonly kind: string
  /** Phones rung so far for the emergency, and rings of the duty line. */
  readonly climbed: number
  readonly rings: number
  readonly isReached: boolean
}

export type SafeEvent = { readonly kind: string; readonly facts?: Readonly<Record<string, unknown>> }

export type SafeStep = {
  readonly state: SafeState
  readonly verbs: readonly Verb[]
  readonly events: readonly SafeEvent[]
  /** Who is dialled by the document, and what of a human counts. */
  readonly dials: SafePhone | null
  /** A human has the caller, or had. */
  readonly reached: string | null
  /** In the emergency lane, from the key, from silence, or from before. */
  readonly emergency: string | null
  readonly isForDuty: boolean
}

/** Of the request: how the dialled call went, and whether the caller is still there. */
export type SafeInput = { readonly input: Input; readonly talkedSeconds: number; readonly isOver: boolean }

/** Rounds of the whole ladder before the last words: nothing goes on for ever. */
const mostRounds = 8
const mostDutyRings = 3
/** Beyond any call that makes sense; a carrier that misunderstands us must not turn in a circle. */
const mostTurns = 400

const nobody = { dials: null, reached: null, emergency: null, isForDuty: false } as const

const ask = (spoken: readonly Spoken[]): Verb => ({
  verb: 'gather',
  spoken,
  maxDigits: 1,
  finishOnKey: '',
  timeoutSeconds: 4,
})

const dial = ({ target, ringSeconds }: SafePhone, spoken: Spoken): Verb => ({
  verb: 'dial',
  spoken: [spoken],
  targets: [target],
  ringSeconds,
})

/** A call leaves the database's ways, for good. Who is in an emergency is rung for at once; everyone else hears the menu. */
export function beginSafe(
  { call, danger, usualKind }: { readonly call: string; readonly danger: string | null; readonly usualKind: string },
  line: SafeLine,
): SafeStep {
  const state: SafeState = {
    call,
    turn: 0,
    at: 'menu',
    kind: danger ?? usualKind,
    climbed: 0,
    rings: 0,
    isReached: false,
  }
  const diverted = { kind: 'call.diverted', facts: { to: danger === null ? 'menu' : 'ladder' } }
  if (danger !== null) return counted(state, climb(state, line, [diverted]))
  return counted(state, { ...nobody, state, verbs: [ask(line.menu)], events: [diverted] })
}

/** The next document of a diverted call. The same request gives the same answer. */
export function takeSafe(state: SafeState, given: SafeInput, line: SafeLine): SafeStep {
  const heard = hear(state, given, line)
  if (given.isOver) return counted(state, { ...heard, verbs: [{ verb: 'hangup' }], dials: null })
  if (state.turn >= mostTurns) return counted(state, lastWords(state, line, []))
  return counted(state, heard)
}

const counted = (before: SafeState, step: SafeStep): SafeStep => ({
  ...step,
  state: { ...step.state, turn: before.turn + 1 },
})

function hear(state: SafeState, given: SafeInput, line: SafeLine): SafeStep {
  const { input } = given
  if (input.kind === 'returned' && state.at === 'ladder') return afterRung(state, given, line)
  if (input.kind === 'returned' && state.at === 'duty') return afterDuty(state, given, line)
  const key = input.kind === 'digits' ? input.digits : null
  switch (state.at) {
    // Silence is not a wish: somebody may be unable to speak or to press.
    case 'menu':
      if (key === null || !/^[02-9]$/.test(key)) return climb(state, line, [chosen('emergency', key)])
      return duty(state, line, [chosen('duty', key)])
    case 'asked':
      if (key === '1') return climb({ ...state, climbed: 0 }, line, [chosen('emergency', key)])
      return state.isReached ? farewell(state, line) : duty(state, line, [])
    case 'ladder':
      return climb(state, line, [])
    case 'duty':
      return duty(state, line, [])
  }
}

const chosen = (lane: 'emergency' | 'duty', key: string | null): SafeEvent => ({
  kind: 'safe.chosen',
  facts: { lane, how: key === null ? 'silence' : 'key' },
})

const rungOf = ({ ladder }: SafeLine, place: number): SafePhone => {
  const phone = ladder[place % ladder.length]
  if (phone === undefined) throw new RangeError('A ladder without a phone')
  return phone
}

function climb(state: SafeState, line: SafeLine, events: readonly SafeEvent[]): SafeStep {
  if (state.climbed >= line.ladder.length * mostRounds)
    return { ...lastWords(state, line, events), emergency: state.kind }
  const phone = rungOf(line, state.climbed)
  return {
    ...nobody,
    state: { ...state, at: 'ladder', climbed: state.climbed + 1 },
    verbs: [dial(phone, line.say('aman_memanggil', { name: phone.name }))],
    events: [...events, { kind: 'safe.rang', facts: { name: phone.name, place: state.climbed } }],
    dials: phone,
    emergency: state.kind,
  }
}

function duty(state: SafeState, line: SafeLine, events: readonly SafeEvent[]): SafeStep {
  if (state.rings >= mostDutyRings) return { ...lastWords(state, line, events), isForDuty: true }
  const { dutyLine } = line
  return {
    ...nobody,
    state: { ...state, at: 'duty', rings: state.rings + 1 },
    verbs: [dial(dutyLine, line.say('aman_posko', { name: dutyLine.name }))],
    events: [...events, { kind: 'safe.rang', facts: { name: dutyLine.name, place: state.rings } }],
    dials: dutyLine,
    isForDuty: true,
  }
}

/** A duty phone had to press 1 to be connected at all; a control room counts by its seconds, so that a machine's edge does not. */
function isReached(phone: SafePhone, { input, talkedSeconds }: SafeInput): boolean {
  if (input.kind !== 'returned' || input.how !== 'completed') return false
  return phone.accepts === 'key' || talkedSeconds >= phone.talkSeconds
}

const spokenWith = (phone: SafePhone, seconds: number): SafeEvent => ({
  kind: 'safe.reached',
  facts: { name: phone.name, seconds },
})

const missed = (phone: SafePhone, input: Input): SafeEvent => ({
  kind: 'safe.missed',
  facts: { name: phone.name, how: input.kind === 'returned' ? input.how : input.kind },
})

function afterRung(state: SafeState, given: SafeInput, line: SafeLine): SafeStep {
  const phone = rungOf(line, Math.max(0, state.climbed - 1))
  if (!isReached(phone, given)) return climb(state, line, [missed(phone, given.input)])
  const events = [spokenWith(phone, given.talkedSeconds)]
  return { ...askAgain(state, line, events), reached: phone.name, emergency: state.kind }
}

function afterDuty(state: SafeState, given: SafeInput, line: SafeLine): SafeStep {
  const { dutyLine } = line
  const wasReached = isReached(dutyLine, given)
  if (wasReached) {
    const events = [spokenWith(dutyLine, given.talkedSeconds)]
    return { ...askAgain(state, line, events), reached: dutyLine.name, isForDuty: true }
  }
  const events = [missed(dutyLine, given.input)]
  if (state.rings >= mostDutyRings) return { ...lastWords(state, line, events), isForDuty: true }
  const verbs = [ask([line.say('aman_posko_lagi', { name: dutyLine.name })])]
  return { ...nobody, state: { ...state, at: 'asked' }, verbs, events, isForDuty: true }
}

function askAgain(state: SafeState, line: SafeLine, events: readonly SafeEvent[]): SafeStep {
  const verbs = [ask([line.say('aman_terputus')])]
  return { ...nobody, state: { ...state, at: 'asked', isReached: true }, verbs, events }
}

const ending = (state: SafeState, spoken: Spoken, events: readonly SafeEvent[], how: string): SafeStep => ({
  ...nobody,
  state,
  verbs: [{ verb: 'say', spoken: [spoken] }, { verb: 'hangup' }],
  events: [...events, { kind: 'safe.ended', facts: { how } }],
})

const farewell = (state: SafeState, line: SafeLine): SafeStep =>
  ending(state, line.say('aman_selesai'), [], 'after_conversation')

/** Nobody answered, ever: the call is in the journal, and somebody will see to it. */
const lastWords = (state: SafeState, line: SafeLine, events: readonly SafeEvent[]): SafeStep =>
  ending(state, line.say('aman_belum'), events, 'nobody_answered')
