/** What the page and the simulator's server say to each other under /phones/api. */

export type Behaviour = 'manual' | 'answers' | 'busy' | 'no-answer' | 'voicemail'
export type Role = 'citizen' | 'operator' | 'partner'

export type Conversation = {
  readonly callSid: string
  readonly peer: string
  /** Milliseconds since 1970. */
  readonly since: number
  readonly conference: string | null
  /** Labels of the other phones in the same conference or bridge. */
  readonly with: readonly string[]
  readonly recording: boolean
  /** The line waits for keys. */
  readonly listening: boolean
  readonly hold: boolean
  readonly muted: boolean
}

export type Phone = {
  readonly id: string
  readonly label: string
  readonly role: Role
  /** E.164, `sip:`, `client:`, or `anonymous`. */
  readonly address: string
  readonly behaviour: Behaviour
  readonly state: 'idle' | 'dialling' | 'ringing' | 'in-call'
  readonly call: Conversation | null
}

export type Heard = {
  readonly phone: string
  readonly at: number
  readonly kind: 'speech' | 'audio' | 'tone' | 'ringing' | 'silence' | 'person'
  readonly text: string
  readonly language: string | null
  readonly voice: string | null
  readonly seconds: number
  /** Label of the phone from which a person spoke. */
  readonly from?: string
}

export type TextMessage = {
  readonly phone: string
  readonly at: number
  readonly direction: 'in' | 'out'
  readonly from: string
  readonly to: string
  readonly body: string
}

export type Line = { readonly name: string; readonly numbers: readonly string[] }
export type LineState = {
  readonly line: Line
  /** Real seconds that a simulated second lasts: 1 is real time, 0.1 ten times faster, 0 as fast as possible. */
  readonly scale: number
  readonly phones: readonly Phone[]
}

/** What a person does with a phone, and what goes with it. */
export type Actions = {
  dial: { to: string }
  answer: Record<string, never>
  reject: Record<string, never>
  press: { digits: string }
  hangup: Record<string, never>
  text: { to: string; body: string }
  say: { text: string }
  setting: { behaviour: Behaviour }
}

/** `refused`: the phone is in no state for it, or cannot understand it. `unreachable`: the simulator did not answer as agreed. */
export type Reply = 'done' | 'refused' | 'unreachable'

export const stateAddress = '/phones/api/state'
export const eventsAddress = '/phones/api/events'

export async function fetchState(signal: AbortSignal): Promise<LineState> {
  const response = await fetch(stateAddress, { signal })
  if (!response.ok) throw new Error(`The simulator answered ${response.status}`)
  return (await response.json()) as LineState
}

/** Does one action on one phone. Never throws. */
export async function act<Name extends keyof Actions>(id: string, action: Name, body: Actions[Name]): Promise<Reply> {
  try {
    const response = await fetch(`/phones/api/phones/${encodeURIComponent(id)}/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (response.ok) return 'done'
    return response.status < 500 ? 'refused' : 'unreachable'
  } catch {
    return 'unreachable'
  }
}
