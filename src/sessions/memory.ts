/** What this process knows of dialogues, so that the next key of a caller need not be preceded by a read. */

import { LRUCache } from 'lru-cache'
import type { Dialogue } from './dialogue.ts'

/** At a thousand turns a second some ten thousand people are on the line. */
const mostDialogues = 20_000
/** Of a caller who says nothing for so long, the row is read again. */
const keptMilliseconds = 300_000

/** What another process wrote since is not in it: whoever goes by it writes only if the row still stands at its turn and epoch. */
export type Memory = {
  readonly recall: (id: string) => Dialogue | undefined
  readonly keep: (dialogue: Dialogue) => void
}

/** Whose dialogue is over, or waits in a lane, needs other rooms at every turn. */
const isCalm = ({ waitId, state }: Dialogue): boolean => waitId === null && state.ended === null

export function createMemory(): Memory {
  const known = new LRUCache<string, Dialogue>({ max: mostDialogues, ttl: keptMilliseconds })
  return {
    recall: (id) => known.get(id),
    keep: (dialogue) => {
      if (isCalm(dialogue)) known.set(dialogue.id, { ...dialogue, verbs: [] })
      else known.delete(dialogue.id)
    },
  }
}
