import { type Static, Type } from 'typebox'
import type { Input } from '../flow/input.ts'
import type { Spoken, Target } from '../flow/verbs.ts'
import type { DatabaseGate } from '../platform/database-gate.ts'
import { troubleOf } from '../platform/database-trouble.ts'
import { narrow } from './fields.ts'
import { type Signer, signedPattern, signer } from './signed.ts'
import { renderApology, renderHolding, renderVoice, type VoiceOptions } from './twiml.ts'
import { type WebhookUrls, withParameter } from './urls.ts'

/** What a caller hears when our answer is late or fails. From the site's prompts. */
export type ReplySentences = {
  /** One short sentence: the answer is on its way. */
  readonly holding: readonly Spoken[]
  /** To a citizen, who is then put through to the duty line. */
  readonly apology: readonly Spoken[]
  /** To an operator or partner, whose leg is then hung up. */
  readonly legApology: readonly Spoken[]
}

export type ReplyOptions = {
  readonly sentences: ReplySentences
  readonly dutyLine: readonly Target[]
  readonly dutyRingSeconds: number
  readonly voice: VoiceOptions
  readonly urls: WebhookUrls
  /** Signs what a held key carries in its address. */
  readonly key: string
  /** A webhook's time; the carrier itself gives up at 15 s. */
  readonly deadlineMilliseconds?: number
  /** Knows whether the database can be asked. Absent: it is asked whatever happens. */
  readonly gate?: Pick<DatabaseGate, 'isAway' | 'failed' | 'late' | 'done'>
}

/** One webhook that wants a document. */
export type Question = {
  readonly callSid: string
  /** The turn in its address; null where there is none. */
  readonly turn: number | null
  readonly input: Input
  /** The same address again, without what is held: where a late answer is fetched. */
  readonly again: string
  readonly query: unknown
  readonly from: 'citizen' | 'leg'
  /** What the caller hears while the database is away, without it; absent: as of any other failure. */
  readonly divert?: Divert
}

export type Divert = {
  /** Rounds of holding before it, in which the database may come back; 0: at once. */
  readonly afterRounds: number
  readonly to: (input: Input) => Promise<string>
}

type Log = { error(facts: object, message: string): void; warn(facts: object, message: string): void }

export type Replies = {
  /**
   * Gives the document that `work` makes of the input, in time and whatever happens: a late one becomes a holding sentence and a redirect that
   * carries the turn and the input, a failed one an apology and a human. While the database is away the caller is held for a moment, and then
   * diverted. `work` gets the input that was held, if there is one. Never rejects.
   */
  readonly answer: (question: Question, work: (input: Input) => Promise<string>, log: Log) => Promise<string>
  /** Says sorry and puts a citizen through to the duty line, or hangs a leg up. */
  readonly apology: (from: Question['from']) => string
}

/** The design's limit of a webhook. */
const deadline = 1_500
/** After so many rounds of holding (each its sentence and a deadline) the caller is put through to a human. */
const mostRounds = 3
/** With the sentence before it, a caller is held for some five seconds a round while the database is away. */
const awaySeconds = 3
/** A leg while the database is away: its phone is soon wanted by a caller of the safe flow. */
const legRounds = 1

/** A timer that is later than this was kept by our own work. */
const lagMilliseconds = 250

const late = Symbol('late')

export function createReplies(options: ReplyOptions): Replies {
  const { sentences, voice, urls, key, gate, deadlineMilliseconds = deadline } = options

  const apologies = {
    citizen: renderApology(
      {
        spoken: sentences.apology,
        dutyLine: options.dutyLine,
        ringSeconds: options.dutyRingSeconds,
        afterwards: urls.arrival,
      },
      voice,
    ),
    leg: renderVoice([{ verb: 'say', spoken: sentences.legApology }, { verb: 'hangup' }], noUrls, voice),
  }

  const signs = signer(key, 'held turn')
  const hold = (question: Question, input: Input, rounds: number): string => {
    const held: Held = { call: question.callSid, turn: question.turn, input, rounds }
    return renderHolding(
      sentences.holding,
      withParameter(question.again, 'held', signs.seal(held)),
      voice,
      gate?.isAway() ? awaySeconds : 0,
    )
  }

  return {
    apology: (from) => apologies[from],
    answer: async (question, work, log) => {
      const { callSid, turn, from, divert } = question
      const held = open(question, signs)
      const input = held?.input ?? question.input
      const rounds = held?.rounds ?? 0
      const fail = (err: unknown): string => {
        const isOurs = gate === undefined || troubleOf(err) === null
        if (isOurs) log.error({ err, callSid, turn }, 'a webhook failed and its caller was put through to a human')
        else log.warn({ err, callSid, turn }, 'a webhook that was late met trouble with the database')
        return apologies[from]
      }
      const goWithout = async (most: number): Promise<string> => {
        if (rounds < most) return hold(question, input, rounds + 1)
        if (divert === undefined) return apologies[from]
        log.warn({ callSid, turn }, 'the database is away and a caller was diverted to the safe flow')
        return divert.to(input).catch(fail)
      }
      const mostAway = divert?.afterRounds ?? legRounds
      if (gate?.isAway()) return goWithout(mostAway)

      const working: Promise<Outcome> = (async () => work(input))().then(
        (document) => ({ document }),
        (err: unknown) => ({ err }),
      )
      const began = performance.now()
      const outcome = await within(working, deadlineMilliseconds)
      if (outcome === late) {
        log.warn({ callSid, turn, rounds }, 'a webhook was late and its caller is held')
        // A process that has no time itself says nothing about the database.
        if (performance.now() - began < deadlineMilliseconds + lagMilliseconds) gate?.late()
        void working.then((ended) => 'err' in ended && fail(ended.err))
        return goWithout(mostRounds)
      }
      if ('document' in outcome) {
        gate?.done()
        return outcome.document
      }
      const { err } = outcome
      const trouble = (await gate?.failed(err)) ?? null
      if (trouble === null) return fail(err)
      log.warn({ err, callSid, turn, rounds }, 'a webhook met trouble with the database')
      return goWithout(trouble === 'away' ? mostAway : mostRounds)
    },
  }
}

type Outcome = { readonly document: string } | { readonly err: unknown }

/** A document that ends by itself asks for nothing. */
const noUrls = { next: '', silence: '', conference: '', recording: '', wait: '' }

async function within<T>(work: Promise<T>, milliseconds: number): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined
  const lateness = new Promise<typeof late>((resolve) => {
    timer = setTimeout(resolve, milliseconds, late)
  })
  try {
    return await Promise.race([work, lateness])
  } finally {
    clearTimeout(timer)
  }
}

type Held = { readonly call: string; readonly turn: number | null; readonly input: Input; readonly rounds: number }

/** Room for what somebody said: 500 characters, the longest of which take eight of an address. */
const heldQuery = Type.Object({
  held: Type.Optional(Type.String({ pattern: signedPattern, maxLength: 6000 })),
})

/** What an address holds for this very call and turn; null for anything that we did not sign. */
function open({ query, callSid, turn }: Question, signs: Signer): Held | null {
  const { held }: Partial<Static<typeof heldQuery>> = narrow(heldQuery, query)
  // Signed by us, so it is what `hold` wrote.
  const found = signs.open(held) as Held | undefined
  return found?.call === callSid && found.turn === turn ? found : null
}
