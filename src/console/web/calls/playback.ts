import { useMemo, useState } from 'react'
import type { Recording } from '../views.ts'

/** Where a recording lies in the call: it was told of when it was complete. */
const spanOf = ({ at, durationSeconds }: Recording) => {
  const end = Date.parse(at)
  return { begin: end - (durationSeconds ?? 0) * 1000, end }
}

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
export function usePlayback(recordings: readonly Recording[]): Playback {
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const [heardAt, setHeardAt] = useState<number | null>(null)
  return useMemo(() => {
    const at = (moment: string) =>
      recordings.find((recording) => {
        const { begin, end } = spanOf(recording)
        return recording.status === 'completed' && Date.parse(moment) >= begin && Date.parse(moment) < end
      })
    return {
      wanted,
      heardAt,
      has: (moment) => at(moment) !== undefined,
      playFrom: (moment) => {
        const recording = at(moment)
        if (recording === undefined) return
        const second = (Date.parse(moment) - spanOf(recording).begin) / 1000
        setWanted((before) => ({ id: recording.id, second, count: (before?.count ?? 0) + 1 }))
      },
      tell: (id, second) => {
        const recording = recordings.find((one) => one.id === id)
        setHeardAt(second === null || recording === undefined ? null : spanOf(recording).begin + second * 1000)
      },
    }
  }, [recordings, wanted, heardAt])
}
