import type { ServerResponse } from 'node:http'

/** As many as a page may miss and still be told all of it afterwards. */
const kept = 500
const beatMilliseconds = 15_000

type Numbered = { readonly id: number; readonly frame: string }

/**
 * Server-sent events that a page can lose and get again: each has an id, the newest are kept, and a page that comes back with
 * the id of the last one it saw (`Last-Event-ID`) is first told what it missed.
 */
export class LiveEvents {
  private readonly newest: Numbered[] = []
  private readonly streams = new Set<ServerResponse>()
  /** Begins at the present time, so that a page which outlived a restart of ours is told everything since. */
  private lastId = Date.now()

  tell(type: string, data: unknown): void {
    const id = ++this.lastId
    const frame = `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`
    this.newest.push({ id, frame })
    if (this.newest.length > kept) this.newest.shift()
    for (const stream of this.streams) stream.write(frame)
  }

  /** Writes to this response until it closes. `seen`: the id of the last event that the page has; absent on its first visit. */
  stream(response: ServerResponse, seen: string | undefined): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      Connection: 'keep-alive',
      'X-Content-Type-Options': 'nosniff',
    })
    response.write('retry: 1000\n\n')
    const isKnown = seen !== undefined && /^\d{1,15}$/.test(seen)
    // An id without an event: a page that is cut off before the first one can say from where on it missed something.
    if (!isKnown) response.write(`id: ${this.lastId}\n\n`)
    else for (const { id, frame } of this.newest) if (id > Number(seen)) response.write(frame)
    this.streams.add(response)
    const beat = setInterval(() => response.write(': still here\n\n'), beatMilliseconds)
    response.on('close', () => {
      clearInterval(beat)
      this.streams.delete(response)
    })
  }
}
