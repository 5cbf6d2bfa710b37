/** A citizen's dialogue as it is stored between two turns, and which requests belong to its present turn. */

import type { Session } from '../flow/flow.ts'
import type { Verb } from '../flow/verbs.ts'
import { houseKinds } from './effects.ts'

/** Who calls, as far as a flow may know. */
export type DialogueCaller = {
  readonly citizenId: string | null
  readonly withheld: boolean
  readonly canBeTexted: boolean
  /** Of a dialogue by text: the text that began it. A call is its own contact. */
  readonly contact?: string
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

type Beginning = Pick<Dialogue, 'id' | 'revision' | 'state' | 'lastToken' | 'caller'>

/** A dialogue in which nothing has been said yet. */
export const begunDialogue = (beginning: Beginning): Dialogue => ({
  ...beginning,
  turn: 0,
  epoch: 0,
  verbs: [],
  waitId: null,
  ticketId: null,
})

export type TurnRequest = {
  /** Null after a move: the document that was asked for by the new epoch alone. */
  readonly turn: number | null
  readonly epoch: number
  /** The carrier's token of this webhook, the same on its retries. */
  readonly token: string | null
}

/**
 * `present`: take the turn. `moved`: the first request after a move. `ahead_of_move`: the turn that we wait for, while a
 * move of ours is ordered but not yet followed. `repeated`: answer the present state again.
 */
export type Belonging = 'present' | 'moved' | 'ahead_of_move' | 'repeated'

/**
 * Which requests count: one per turn, and none of an epoch from before a move that the caller has followed, since moving
 * a call makes the carrier fetch the interrupted verb's action too (design, decision 3). A move that is only ordered
 * holds nobody up: the heartbeat joins as well, and REST only hastens it (decision 2).
 */
export function belongingOf(dialogue: Dialogue, callEpoch: number, request: TurnRequest): Belonging {
  if (request.token !== null && request.token === dialogue.lastToken) return 'repeated'
  if (request.epoch < dialogue.epoch) return 'repeated'
  if (request.epoch > dialogue.epoch) return 'moved'
  if (request.turn !== dialogue.turn) return 'repeated'
  return callEpoch > dialogue.epoch ? 'ahead_of_move' : 'present'
}

/**
 * Whether the line itself has answered the call that is over (the state of a ticket; opening hours, said to the end), so that nobody has
 * anything left to do. Who waited for an operator or was just leaving a message wanted more than that.
 */
export function wasServedByLine({ state, waitId }: Pick<Dialogue, 'state' | 'waitId'>, ticketKind: string): boolean {
  if (state.reached !== null) return false
  if (ticketKind === houseKinds.status) return waitId === null && state.awaits !== 'words'
  return ticketKind === houseKinds.unknown && state.ended === 'goodbye'
}
