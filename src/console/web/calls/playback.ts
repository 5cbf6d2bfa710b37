import { useMemo, useState } from 'react'
import type { Call, Recording } from '../views.ts'
import { type Span, spanOf } from './recorded-span.ts'

export type Wanted = {
  readonly id: string
  readonly second: number
  /** Counts, so that the same place may be asked for again. */
  readonly count: number
}

export type Playback = {
  /** What somebody asked to hear. */
  readonly wanted: Wanted | null
  /** The moment of the call that is being heard; null in silence. */
  readonly heardAt: number | null
  /** Whether a moment of the call was recorded. */
  readonly has: (at: string) => boolean
  readonly playFrom: (at: string) => void
  /** Told by the player: it stands at this second, or is silent. */
  readonly tell: (id: string, second: number | null) => void
}

/** Joins a call's timeline with its recordings: from a moment to its sound, and from a sound to what happened then. */
export function usePlayback(recordings: readonly Recording[], events: Call['events']): Playback {
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const [heardAt, setHeardAt] = useState<number | null>(null)
  const spans = useMemo(
    () => recordings.flatMap((recording): Span | readonly never[] => spanOf(recording, events) ?? []),
    [recordings, events],
  )
  const at = (moment: string) => spans.find(({ begin, end }) => Date.parse(moment) >= begin && Date.parse(moment) < end)
  return {
    wanted,
    heardAt,
    has: (moment) => at(moment) !== undefined,
    playFrom: (moment) => {
      const span = at(moment)
      if (span === undefined) return
      const second = (Date.parse(moment) - span.begin) / 1000
      setWanted((before) => ({ id: span.id, second, count: (before?.count ?? 0) + 1 }))
    },
    tell: (id, second) => {
      const span = spans.find((one) => one.id === id)
      setHeardAt(second === null || span === undefined ? null : span.begin + second * 1000)
    },
  }
}
