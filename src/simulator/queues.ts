import type { Carrier } from './carrier.ts'
import type { Leg } from './leg.ts'
import { newSid } from './sid.ts'

/** A caller in one of Twilio's own queues. */
export type Member = {
  readonly leg: Leg
  readonly since: Date
  /** Resolves with the leg that takes the caller out. */
  readonly taken: PromiseWithResolvers<Leg>
  /** Resolves when the bridge that took the caller is over. */
  readonly released: PromiseWithResolvers<void>
}

/** Twilio's FIFO queue. Sahut does not use it; it is here because a document may. */
export type Queue = {
  readonly sid: string
  readonly name: string
  readonly createdAt: Date
  readonly maxSize: number
  readonly members: Member[]
  readonly waits: number[]
  readonly arrivals: Set<() => void>
}

export function makeQueue(carrier: Carrier, name: string, maxSize = 1000): Queue {
  const queue: Queue = {
    sid: newSid('QU'),
    name,
    createdAt: carrier.clock.now(),
    maxSize,
    members: [],
    waits: [],
    arrivals: new Set(),
  }
  carrier.queues.set(queue.sid, queue)
  return queue
}

export function queueNamed(carrier: Carrier, name: string): Queue | undefined {
  for (const queue of carrier.queues.values()) if (queue.name === name || queue.sid === name) return queue
  return undefined
}

export function waitedSeconds(carrier: Carrier, member: Member): number {
  return Math.round((carrier.clock.now().getTime() - member.since.getTime()) / 1000)
}

/** What a waiting document is told of the queue. */
export function queueParams(carrier: Carrier, queue: Queue, member: Member): Record<string, string> {
  const average = queue.waits.length === 0 ? 0 : queue.waits.reduce((sum, wait) => sum + wait, 0) / queue.waits.length
  return {
    QueueSid: queue.sid,
    QueuePosition: String(queue.members.indexOf(member) + 1),
    QueueTime: String(waitedSeconds(carrier, member)),
    AvgQueueTime: String(Math.round(average)),
    CurrentQueueSize: String(queue.members.length),
    MaxQueueSize: String(queue.maxSize),
  }
}
