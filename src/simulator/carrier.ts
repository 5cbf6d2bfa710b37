import type { Account } from './account.ts'
import type { Clock } from './clock.ts'
import type { Conference } from './conference.ts'
import type { Faults } from './faults.ts'
import type { Leg } from './leg.ts'
import type { Log } from './log.ts'
import type { TextMessage } from './messages.ts'
import type { Phone, PhoneBook } from './phones.ts'
import type { Queue } from './queues.ts'
import type { Races } from './races.ts'
import type { Recording } from './recordings.ts'
import type { RunVerb } from './scene.ts'
import type { WebhookClient } from './webhook-client.ts'

/** Everything that one carrier knows; handed to whoever acts for it. */
export type Carrier = {
  readonly account: Account
  readonly clock: Clock
  readonly log: Log
  readonly races: Races
  faults: Faults
  /** How each verb runs; the table is handed in so that a verb may run documents itself. */
  readonly verbs: Readonly<Record<string, RunVerb>>
  readonly webhooks: WebhookClient
  /** Where this carrier is reached, for recording URLs. Known once it listens. */
  baseUrl: string
  readonly legs: Map<string, Leg>
  readonly conferences: Map<string, Conference>
  /** Conferences that are not over, by name. */
  readonly living: Map<string, Conference>
  readonly queues: Map<string, Queue>
  readonly recordings: Map<string, Recording>
  readonly messages: Map<string, TextMessage>
  readonly phones: PhoneBook
  /** Simulated second from which the next call may be placed (calls per second). */
  nextCallAt: number
  /** Work that nobody waits for; its failure is a defect of the simulator and is reported as one. */
  background(work: Promise<unknown>): void
}

/** Writes down what Twilio would show in its debugger. */
export function trouble(carrier: Carrier, leg: Leg | null, code: number, message: string, callerLost = false): void {
  carrier.log.add({ kind: 'trouble', at: carrier.clock.now(), callSid: leg?.sid ?? null, code, message, callerLost })
}

export function phoneAt(carrier: Carrier, address: string): Phone | undefined {
  return carrier.phones.reachedBy(address)
}
