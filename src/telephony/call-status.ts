/** How far a call is. The event `answered` arrives as `in-progress`. */
export const callStatuses = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
] as const
export type CallStatus = (typeof callStatuses)[number]

const callRanks: Readonly<Record<CallStatus, number>> = {
  queued: 0,
  initiated: 1,
  ringing: 2,
  'in-progress': 3,
  completed: 4,
  busy: 4,
  failed: 4,
  'no-answer': 4,
  canceled: 4,
}

/** Statuses come twice, late and out of order: a call only moves to a higher rank, and the highest is final. */
export const rankOf = (status: CallStatus): number => callRanks[status]

export const isFinal = (status: CallStatus): boolean => callRanks[status] === 4

/** The status after hearing of `heard`: never back, and the first final one stays. */
export function forward(known: CallStatus, heard: CallStatus): CallStatus {
  return callRanks[heard] > callRanks[known] ? heard : known
}

export function asCallStatus(text: string | undefined): CallStatus | null {
  return text !== undefined && Object.hasOwn(callRanks, text) ? (text as CallStatus) : null
}

/** How far a text message is. `read` is later than `delivered` and happens on few carriers. */
export const messageStatuses = [
  'accepted',
  'scheduled',
  'queued',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'read',
  'receiving',
  'received',
  'partially_delivered',
] as const
export type MessageStatus = (typeof messageStatuses)[number]

const messageRanks: Readonly<Record<MessageStatus, number>> = {
  accepted: 0,
  scheduled: 0,
  receiving: 0,
  queued: 1,
  sending: 2,
  sent: 3,
  partially_delivered: 4,
  delivered: 5,
  undelivered: 5,
  failed: 5,
  canceled: 5,
  received: 5,
  read: 6,
}

export const messageRankOf = (status: MessageStatus): number => messageRanks[status]

export function asMessageStatus(text: string | undefined): MessageStatus | null {
  return text !== undefined && Object.hasOwn(messageRanks, text) ? (text as MessageStatus) : null
}
