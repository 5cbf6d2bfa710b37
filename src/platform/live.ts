/** Live push: what people look at is read again when a table under it changes, and sent to every page that may see it. */

import type { Change } from './changes.ts'
import { newId } from './id.ts'

/** One thing that pages show. Its data are the state as it is now, never a difference: a page that missed one misses nothing. */
export type LiveChannel = {
  readonly name: string
  /** Its data come from these; a change in one of them has it read again. */
  readonly tables: readonly string[]
  /** Read again after so long without a change too, for what the clock alone changes. */
  readonly everySeconds?: number
  /** Whether who has these permissions may see it. */
  readonly admits: (permissions: readonly string[]) => boolean
} & (
  | { readonly of: 'all'; readonly read: () => Promise<unknown> }
  /** Each person's own. Who is not in the answer sees null. */
  | { readonly of: 'each'; readonly read: (people: readonly string[]) => Promise<ReadonlyMap<string, unknown>> }
)

export type LivePage = {
  readonly person: string
  readonly permissions: readonly string[]
  readonly write: (frame: string) => void
}

export type Live = {
  readonly hear: (change: Change) => void
  /** Begins to send to a page, all of the present first. `seen`: the id of the last event that it has. Gives how to end it. */
  readonly join: (page: LivePage, seen: string | undefined) => () => void
  readonly close: () => void
}

export type LiveOptions = {
  readonly channels: readonly LiveChannel[]
  /** Tables of which pages are only told that they changed. */
  readonly listed: ReadonlySet<string>
  readonly onFailure: (channel: string, error: unknown) => void
}

const beatMilliseconds = 5_000
/** From a change to its reading, and from one reading to the next. */
const soonMilliseconds = 10
const restMilliseconds = 100
const againMilliseconds = 1_000
/** As many changes as a page may miss and still be told which they were. */
const keptChanges = 200

type Sent = { readonly json: string; readonly id: number }
type State = {
  readonly channel: LiveChannel
  /** By person; '' for all. */
  readonly sent: Map<string, Sent>
  isStale: boolean
  isReading: boolean
  readAt: number
  timer: NodeJS.Timeout | undefined
}

const frameOf = (id: string, event: string, json: string): string => `id: ${id}\nevent: ${event}\ndata: ${json}\n\n`

/**
 * Sends named events with the channels' data; `changed` with listed tables (`*` for any); `stale` while the database tells us nothing, and
 * `beat` each five seconds while it does. An id tells the process and the count: a page of another process is told everything anew.
 */
export function openLive({ channels, listed, onFailure }: LiveOptions): Live {
  const process = newId().slice(-8)
  const pages = new Set<LivePage>()
  const changes: { readonly id: number; readonly tables: readonly string[] }[] = []
  const states: readonly State[] = channels.map((channel) => ({
    channel,
    sent: new Map(),
    isStale: true,
    isReading: false,
    readAt: 0,
    timer: undefined,
  }))
  let count = 0
  let isHearing = true
  const name = (id: number) => `${process}-${id}`

  const watching = ({ channel }: State) => [...pages].filter(({ permissions }) => channel.admits(permissions))

  /** Reads a channel that may have changed, unless nobody looks. */
  async function read(state: State): Promise<void> {
    state.timer = undefined
    if (state.isReading) return
    const audience = watching(state)
    if (audience.length === 0) {
      state.isStale = true
      return
    }
    state.isReading = true
    state.isStale = false
    state.readAt = Date.now()
    const { channel } = state
    try {
      const people = [...new Set(audience.map(({ person }) => person))]
      if (channel.of === 'all') send(state, '', await channel.read())
      else {
        const found = await channel.read(people)
        for (const person of people) send(state, person, found.get(person) ?? null)
      }
    } catch (error) {
      state.isStale = true
      onFailure(channel.name, error)
      for (const page of audience) page.write(frameOf(name(count), 'stale', `"${channel.name}"`))
      later(state, againMilliseconds)
    } finally {
      state.isReading = false
      if (state.isStale) later(state, restMilliseconds)
      else if (channel.everySeconds !== undefined) later(state, channel.everySeconds * 1000)
    }
  }

  function send(state: State, person: string, data: unknown): void {
    const json = JSON.stringify(data)
    if (state.sent.get(person)?.json === json) return
    count += 1
    state.sent.set(person, { json, id: count })
    const frame = frameOf(name(count), state.channel.name, json)
    for (const page of watching(state)) if (person === '' || page.person === person) page.write(frame)
  }

  function later(state: State, milliseconds: number): void {
    clearTimeout(state.timer)
    state.timer = setTimeout(() => void read(state), milliseconds).unref()
  }

  function spoil(state: State): void {
    if (state.isStale && state.timer !== undefined) return
    state.isStale = true
    if (!state.isReading) later(state, Math.max(soonMilliseconds, restMilliseconds - (Date.now() - state.readAt)))
  }

  function tellChanged(tables: readonly string[]): void {
    count += 1
    changes.push({ id: count, tables })
    if (changes.length > keptChanges) changes.shift()
    const frame = frameOf(name(count), 'changed', JSON.stringify(tables))
    for (const page of pages) page.write(frame)
  }

  const beat = setInterval(() => {
    const frame = `event: ${isHearing ? 'beat' : 'stale'}\ndata: ""\n\n`
    for (const page of pages) page.write(frame)
  }, beatMilliseconds).unref()

  /** What a page lacks that has seen everything up to this id; null when nobody can know. */
  function seenUpTo(seen: string | undefined): number | null {
    const [, of, id] = /^([0-9a-f]+)-(\d{1,15})$/.exec(seen ?? '') ?? []
    if (of !== process || id === undefined) return null
    const oldest = changes[0]?.id ?? 0
    return changes.length >= keptChanges && Number(id) < oldest ? null : Number(id)
  }

  return {
    hear: (change) => {
      isHearing = change.kind !== 'lost'
      if (change.kind === 'lost') for (const page of pages) page.write('event: stale\ndata: ""\n\n')
      else {
        const tables = change.kind === 'back' ? ['*'] : change.tables
        const isAny = change.kind === 'back'
        for (const state of states)
          if (isAny || state.channel.tables.some((table) => tables.includes(table))) spoil(state)
        const shown = isAny ? tables : tables.filter((table) => listed.has(table))
        if (shown.length > 0) tellChanged(shown)
      }
    },
    join: (page, seen) => {
      pages.add(page)
      const known = seenUpTo(seen)
      if (known === null) page.write(frameOf(name(count), 'changed', '["*"]'))
      for (const { id, tables } of changes)
        if (known !== null && id > known) page.write(frameOf(name(id), 'changed', JSON.stringify(tables)))
      for (const state of states) {
        if (!state.channel.admits(page.permissions)) continue
        const sent = state.isStale ? undefined : state.sent.get(state.channel.of === 'all' ? '' : page.person)
        // What was read while nobody looked is old; what was never read for this person is not there.
        if (sent === undefined) {
          state.sent.delete(state.channel.of === 'all' ? '' : page.person)
          spoil(state)
        } else if (known === null || sent.id > known) page.write(frameOf(name(sent.id), state.channel.name, sent.json))
      }
      page.write(`event: ${isHearing ? 'beat' : 'stale'}\ndata: ""\n\n`)
      return () => pages.delete(page)
    },
    close: () => {
      clearInterval(beat)
      for (const { timer } of states) clearTimeout(timer)
    },
  }
}
