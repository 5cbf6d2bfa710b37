import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Static, Type } from 'typebox'
import type { Input } from '../flow/input.ts'
import type { Spoken, Target } from '../flow/verbs.ts'
import { narrow } from './fields.ts'
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
}

type Log = { error(facts: object, message: string): void; warn(facts: object, message: string): void }

export type Replies = {
  /**
   * Gives the document that `work` makes of the input, in time and whatever happens: a late one becomes a holding sentence and a redirect that
   * carries the turn and the input, a failed one an apology and a human. `work` gets the input that was held, if there is one. Never rejects.
   */
  readonly answer: (question: Question, work: (input: Input) => Promise<string>, log: Log) => Promise<string>
  /** Says sorry and puts a citizen through to the duty line, or hangs a leg up. */
  readonly apology: (from: Question['from']) => string
}

/** The design's limit of a webhook. */
const deadline = 1_500
/** After so many rounds of holding (each its sentence and a deadline) the caller is put through to a human. */
const mostRounds = 3

const late = Symbol('late')

export function createReplies(options: ReplyOptions): Replies {
  const { sentences, voice, urls, key, deadlineMilliseconds = deadline } = options

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

  const hold = (question: Question, input: Input, rounds: number): string => {
    const held = seal({ call: question.callSid, turn: question.turn, input, rounds }, key)
    return renderHolding(sentences.holding, withParameter(question.again, 'held', held), voice)
  }

  return {
    apology: (from) => apologies[from],
    answer: async (question, work, log) => {
      const { callSid, turn, from } = question
      const held = open(question, key)
      const input = held?.input ?? question.input
      const rounds = held?.rounds ?? 0
      const fail = (err: unknown): string => {
        log.error({ err, callSid, turn }, 'a webhook failed and its caller was put through to a human')
        return apologies[from]
      }
      const working = (async () => work(input))().catch(fail)
      const document = await within(working, deadlineMilliseconds)
      if (document !== late) return document
      log.warn({ callSid, turn, rounds }, 'a webhook was late and its caller is held')
      return rounds >= mostRounds ? apologies[from] : hold(question, input, rounds + 1)
    },
  }
}

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
  held: Type.Optional(Type.String({ pattern: '^[\\w-]+\\.[\\w-]{43}$', maxLength: 6000 })),
})

function seal(held: Held, key: string): string {
  const text = Buffer.from(JSON.stringify(held)).toString('base64url')
  return `${text}.${mark(text, key)}`
}

/** Named, so that what the same key signs elsewhere never passes for a held turn. */
const mark = (text: string, key: string): string =>
  createHmac('sha256', key).update(`held turn ${text}`).digest('base64url')

/** What an address holds for this very call and turn; null for anything that we did not sign. */
function open({ query, callSid, turn }: Question, key: string): Held | null {
  const { held }: Partial<Static<typeof heldQuery>> = narrow(heldQuery, query)
  if (held === undefined) return null
  const [text = '', signature = ''] = held.split('.')
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(mark(text, key)))) return null
  // Signed by us, so it is what `seal` wrote.
  const found = JSON.parse(Buffer.from(text, 'base64url').toString()) as Held
  return found.call === callSid && found.turn === turn ? found : null
}
