/** What will happen in a story, by the story's own clock. */

type Entry = {
  readonly at: number
  readonly order: number
  readonly run: () => Promise<void>
}

export type Agenda = {
  /** At that time, in milliseconds since 1970. */
  plan(at: number, run: () => Promise<void>): void
  /** The next entry, taken off. */
  next(): Entry | undefined
}

export function openAgenda(): Agenda {
  const entries: Entry[] = []
  let order = 0
  return {
    plan: (at, run) => {
      order += 1
      entries.push({ at, order, run })
    },
    next: () => {
      let first = 0
      for (const [index, { at, order: place }] of entries.entries()) {
        const best = entries[first]
        if (best === undefined || at < best.at || (at === best.at && place < best.order)) first = index
      }
      return entries.splice(first, 1)[0]
    },
  }
}
