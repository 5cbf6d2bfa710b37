import { setTimeout as sleep } from 'node:timers/promises'
import type { WakeWorker } from './queue-engine.ts'

const pauseMilliseconds = 1_000

type Beginning = {
  waitUntilReady(): Promise<unknown>
  run(): Promise<void>
  close(force?: boolean): Promise<void>
}

/**
 * Runs a worker once its engine has answered it, and opens another as long as it has not. BullMQ on Postgres (6.7.0) keeps the outcome of a
 * worker's first connection: one that runs although that failed (a server that is still starting, a busy machine) asks again without ever letting
 * anything else have a turn, and the whole process stands still for good.
 */
export function beginWhenReady(open: () => Beginning, onTrouble: (error: Error) => void): WakeWorker {
  const closing = new AbortController()
  const trouble = (err: unknown) => onTrouble(err instanceof Error ? err : new Error('A worker failed', { cause: err }))

  const begin = async (): Promise<Beginning | undefined> => {
    while (!closing.signal.aborted) {
      const worker = open()
      try {
        await worker.waitUntilReady()
        return worker
      } catch (err) {
        trouble(err)
        await worker.close(true).catch(trouble)
        await sleep(pauseMilliseconds, undefined, { signal: closing.signal, ref: false }).catch(() => {})
      }
    }
    return undefined
  }

  const running = begin().then((worker) => {
    if (!closing.signal.aborted) worker?.run().catch(trouble)
    return worker
  })
  return {
    close: async () => {
      closing.abort()
      await (await running)?.close()
    },
  }
}
