/** What a participant of a conversation is to the others: held, muted, and what its leaving means. */

/** One wish of the carrier about one participant. */
export type ParticipantOrder = { readonly conversationId: string; readonly participantSid: string } & (
  | { readonly endsOnExit: boolean }
  | { readonly hold: boolean }
  | { readonly muted: boolean; readonly label: string }
)

/** What holds by now. */
export type Wanted = {
  /** Null: nothing has changed since they joined. */
  readonly endsOnExit: boolean | null
  readonly isHeld: boolean
  readonly muted: readonly string[]
}

/** Whether something else is wanted by now than this order says. */
export function isOvertaken(order: ParticipantOrder, wanted: Wanted): boolean {
  if ('hold' in order) return order.hold !== wanted.isHeld
  if ('muted' in order) return order.muted !== wanted.muted.includes(order.label)
  return wanted.endsOnExit !== null && wanted.endsOnExit !== order.endsOnExit
}

/** In the words of the carrier's interface. A held citizen hears `holdUrl`, again and again, and never silence. */
export function changeOf(order: ParticipantOrder, holdUrl: string) {
  if ('hold' in order) return order.hold ? { hold: true, holdUrl } : { hold: false }
  if ('muted' in order) return { muted: order.muted }
  return { endConferenceOnExit: order.endsOnExit }
}
