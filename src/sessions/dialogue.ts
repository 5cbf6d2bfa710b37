/** A citizen's dialogue as it is stored between two turns, and which requests belong to its present turn. */

import type { Session } from '../flow/flow.ts'
import type { Verb } from '../flow/verbs.ts'

/** Who calls, as far as a flow may know. */
export type DialogueCaller = {
  readonly citizenId: string | null
  readonly withheld: boolean
  readonly canBeTexted: boolean
}

export type Dialogue = {
  readonly id: string
  readonly revision: string
  readonly state: Session
  /** The turn that the next request carries. */
  readonly turn: number
  /** The epoch of the last document given: a call that we moved since then has a higher one. */
  readonly epoch: number
  readonly verbs: readonly Verb[]
  readonly lastToken: string | null
  readonly caller: DialogueCaller
  readonly waitId: string | null
  readonly ticketId: string | null
}

export type TurnRequest = {
  /** Null after a move: the document that was asked for by the new epoch alone. */
  readonly turn: number | null
  readonly epoch: number
  /** The carrier's token of this webhook, the same on its retries. */
  readonly token: string | null
}

/** `present`: take the turn. `moved`: the first request after a move. `repeated`: answer the present state again. */
export type Belonging = 'present' | 'moved' | 'repeated'

/**
 * Which requests count: only one per turn, and none of an epoch from before a move, since moving a call makes the
 * carrier fetch the interrupted verb's action too (design, decision 3).
 */
export function belongingOf(dialogue: Dialogue, callEpoch: number, request: TurnRequest): Belonging {
  if (request.token !== null && request.token === dialogue.lastToken) return 'repeated'
  if (request.epoch < callEpoch || request.epoch < dialogue.epoch) return 'repeated'
  if (request.epoch > dialogue.epoch) return 'moved'
  return request.turn === dialogue.turn ? 'present' : 'repeated'
}
