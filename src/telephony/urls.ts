import { type Static, Type } from 'typebox'
import { narrow } from './fields.ts'
import { signedPattern } from './signed.ts'

/** Where the carrier finds us. Every address is absolute, under `PUBLIC_URL`, and carries what its answer needs to know. */
export type WebhookUrls = ReturnType<typeof webhookUrls>

const count = Type.String({ pattern: '^\\d{1,9}$' })
const id = Type.String({ pattern: '^[\\w.~-]+$', maxLength: 64 })

/** What an address may carry. Every address of a call carries turn and epoch, so that an overtaken one is known by its number. */
export const addressQuery = Type.Object({
  turn: Type.Optional(count),
  epoch: Type.Optional(count),
  /** `1`: nothing was pressed or said in time. */
  silence: Type.Optional(Type.Literal('1')),
  /** The command to the carrier that placed this leg, or that this is about. */
  command: Type.Optional(id),
  /** Where a leg stands, in the words of whoever placed it. */
  step: Type.Optional(id),
  /** The text message of ours that a status is about. */
  text: Type.Optional(id),
  /** The kind of emergency in which the caller is: what counts when the database cannot be asked. */
  danger: Type.Optional(id),
  /** Where a call of the safe flow stands, signed. */
  safe: Type.Optional(Type.String({ pattern: signedPattern, maxLength: 2000 })),
})
export type AddressQuery = Static<typeof addressQuery>

/** The numbers of a turn; a URL that does not carry them is at the beginning. */
export type Place = { readonly turn: number; readonly epoch: number; readonly danger?: string }

export type LegPlace = Place & { readonly command: string; readonly step?: string }

export const paths = {
  arrival: '/twilio/voice',
  turn: '/twilio/voice/turn',
  leg: '/twilio/voice/leg',
  client: '/twilio/voice/client',
  wait: '/twilio/voice/wait',
  hold: '/twilio/voice/hold',
  status: '/twilio/voice/status',
  conference: '/twilio/voice/conference',
  recording: '/twilio/voice/recording',
  safe: '/twilio/voice/safe',
  safeCallee: '/twilio/voice/safe/callee',
  message: '/twilio/sms',
  messageStatus: '/twilio/sms/status',
} as const

/**
 * How long the carrier waits for us and how often it tries again: `2 s` to connect, `3 s` to answer (twice what an answer may take
 * us), `14 s` in all, two more tries, also after a 5xx (its usual is one, and only when no connection came about). Twilio reads this from the fragment of any address that
 * it is given, by REST or in a document, and neither sends nor signs it (docs/usage/webhooks/webhooks-connection-overrides).
 */
export const patience = 'ct=2000&rt=3000&tt=14000&rc=2&rp=ct,rt,5xx'

/** Builds our webhook addresses. `publicUrl` may have a path; a closing slash is dropped. */
export function webhookUrls(publicUrl: string) {
  const base = publicUrl.replace(/\/+$/, '')
  const at = (path: string, query: Readonly<Record<string, string | number | undefined>> = {}) => {
    let url = base + path
    let sign = '?'
    for (const name in query) {
      const value = query[name]
      if (value === undefined) continue
      url += `${sign}${name}=${encodeURIComponent(value)}`
      sign = '&'
    }
    return `${url}#${patience}`
  }
  return {
    base,
    arrival: at(paths.arrival),
    client: at(paths.client),
    wait: at(paths.wait),
    hold: at(paths.hold),
    message: at(paths.message),
    turn: ({ turn, epoch, danger }: Place) => at(paths.turn, { turn, epoch, danger }),
    /** Where a call goes that we move: the new epoch alone, since the turn at which it is met is not known. */
    moved: (epoch: number) => at(paths.turn, { epoch }),
    silence: ({ turn, epoch, danger }: Place) => at(paths.turn, { turn, epoch, danger, silence: '1' }),
    /** A call of the safe flow, which the database knows nothing of. `safe` is signed. */
    safe: (safe: string) => at(paths.safe, { safe }),
    safeSilence: (safe: string) => at(paths.safe, { safe, silence: '1' }),
    /** Whom the safe flow rings, before the caller is heard. */
    safeCallee: (safe: string) => at(paths.safeCallee, { safe }),
    leg: ({ command, turn, epoch, step }: LegPlace) => at(paths.leg, { command, turn, epoch, step }),
    legSilence: ({ command, turn, epoch, step }: LegPlace) =>
      at(paths.leg, { command, turn, epoch, step, silence: '1' }),
    status: (command?: string) => at(paths.status, { command }),
    conference: (command?: string) => at(paths.conference, { command }),
    recording: (place?: Place) => at(paths.recording, { turn: place?.turn, epoch: place?.epoch }),
    messageStatus: (text: string) => at(paths.messageStatus, { text }),
  }
}

/** One of our addresses with one more parameter. */
export function withParameter(url: string, name: string, value: string): string {
  const [address = '', fragment] = url.split('#', 2)
  const extended = `${address}${address.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`
  return fragment === undefined ? extended : `${extended}#${fragment}`
}

export type PlaceRead = Place & { readonly silence: boolean; readonly command?: string; readonly step?: string }

/** Reads the query of one of our own addresses. What we did not write there counts as absent. */
export function readPlace(query: unknown): PlaceRead {
  const { turn, epoch, silence, command, step } = narrow(addressQuery, query)
  return {
    turn: Number(turn ?? 0),
    epoch: Number(epoch ?? 0),
    silence: silence === '1',
    ...(command !== undefined && { command }),
    ...(step !== undefined && { step }),
  }
}

/** What is wrong with a `PUBLIC_URL`, in one English sentence for the technician, or null. */
export function publicUrlProblem(publicUrl: string): string | null {
  const example = 'such as https://sahut.example.go.id'
  if (!/^https?:\/\//i.test(publicUrl) || !URL.canParse(publicUrl))
    return `PUBLIC_URL must be the address by which the carrier reaches us, ${example}.`
  const url = new URL(publicUrl)
  if (/[?#]/.test(publicUrl) || url.username !== '' || url.password !== '')
    return `PUBLIC_URL must have no query, no fragment and no user in it, ${example}.`
  if (url.hostname.includes('_')) return 'PUBLIC_URL must have no underscore in its host: the carrier refuses it.'
  return null
}
