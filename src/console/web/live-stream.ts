import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { keysChangedBy } from './live-keys.ts'

/** A silence longer than this, against a beat each five seconds, is a break. */
const silenceMs = 8_000
const reopenMs = 2_000
/** The first change is asked for at once, those that follow together. */
const gatherMs = 1_000

type Line = { readonly isLive: boolean; readonly heardAt: number }

let line: Line = { isLive: false, heardAt: Date.now() }
const watchers = new Set<() => void>()
const become = (next: Line) => {
  const differs = next.isLive !== line.isLive
  line = next
  if (differs) for (const tell of watchers) tell()
}

/** Pages ask by themselves as long as nothing tells them of changes, and rarely when something does. */
export const againMs = () => (line.isLive ? 60_000 : 5_000)

/** Whether what the page shows is of now. */
export const useIsLive = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      watchers.add(changed)
      return () => watchers.delete(changed)
    },
    () => line.isLive,
  )

/** When the server was last heard, in milliseconds since 1970. */
export const lastHeard = () => line.heardAt

/** What a channel told last; undefined until it has. Whether it is of now says `useIsLive`. */
export function useLiveChannel<Data>(name: string): Data | undefined {
  const { data } = useQuery<Data>({ queryKey: ['live', name], enabled: false, staleTime: Number.POSITIVE_INFINITY })
  return data
}

/** Asks again what has changed, of what stands on the page. */
function createAsker(client: QueryClient) {
  let isResting = false
  let isAny = false
  let waiting = new Set<string>()
  const ask = () => {
    const [keys, all] = [waiting, isAny]
    waiting = new Set()
    isAny = false
    isResting = true
    setTimeout(() => {
      isResting = false
      if (isAny || waiting.size > 0) ask()
    }, gatherMs)
    void client.invalidateQueries({
      predicate: ({ queryKey: [first] }) => first !== 'live' && (all || keys.has(String(first))),
    })
  }
  return (tables: readonly string[]) => {
    const keys = keysChangedBy(tables)
    if (keys === null) isAny = true
    else for (const key of keys) waiting.add(key)
    if (!isResting && (isAny || waiting.size > 0)) ask()
  }
}

/** Keeps the page live while it is mounted; `channels` are the events that carry data of their own. */
export function useLiveStream(channels: readonly string[]): void {
  const client = useQueryClient()
  useEffect(() => {
    const ask = createAsker(client)
    let source: EventSource
    let reopening: ReturnType<typeof setTimeout> | undefined
    const heard = () => become({ isLive: true, heardAt: Date.now() })
    const lost = () => become({ ...line, isLive: false })

    const open = () => {
      source = new EventSource('/api/live')
      source.addEventListener('beat', heard)
      source.addEventListener('stale', lost)
      source.addEventListener('changed', ({ data }) => ask(JSON.parse(String(data)) as string[]))
      for (const name of channels)
        source.addEventListener(name, ({ data }) => client.setQueryData(['live', name], JSON.parse(String(data))))
      source.addEventListener('error', () => {
        lost()
        // The browser tries again by itself, unless the answer was a refusal: perhaps nobody is signed in any more.
        if (source.readyState !== EventSource.CLOSED) return
        void client.invalidateQueries({ queryKey: ['me'] })
        reopening = setTimeout(open, reopenMs)
      })
    }
    open()
    const watch = setInterval(() => {
      if (Date.now() - line.heardAt <= silenceMs) return
      lost()
      // A connection that died without a word is not noticed by the browser.
      if (source.readyState !== EventSource.OPEN) return
      source.close()
      open()
    }, 1_000)
    return () => {
      clearInterval(watch)
      clearTimeout(reopening)
      source.close()
      lost()
    }
  }, [client, channels])
}
