import type { JobsOptions } from 'bullmq'

/** What we use of BullMQ's Queue and Worker, the same on every engine. */
export type WakeJob = { readonly data: { readonly id: string } }
export type WakeQueue = {
  add(name: string, data: { id: string }, options: JobsOptions): Promise<unknown>
  /** Jobs that nobody has begun, the oldest first; `timestamp` in milliseconds since 1970. */
  getWaiting(start: number, end: number): Promise<readonly { readonly timestamp: number }[]>
  close(): Promise<void>
}
export type WakeWorker = { close(): Promise<void> }
export type WorkerSettings = {
  readonly concurrency: number
  readonly lockDuration: number
  readonly stalledInterval: number
}

/** BullMQ over one engine. Its queues fail fast, its workers are patient. */
export type QueueEngine = {
  readonly name: 'postgres' | 'redis'
  queue(name: string): Promise<WakeQueue>
  worker(
    name: string,
    processor: (job: WakeJob) => Promise<void>,
    settings: WorkerSettings,
    onFailure: (id: string | undefined, error: Error) => void,
  ): WakeWorker
  ping(): Promise<void>
  close(): Promise<void>
}

/** A finished job leaves nothing: what was done stands in our own rows, and a failed one is done again by a sweep. */
export const jobDefaults = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const
