import { useLiveChannel } from '../live-stream.ts'
import { useEmergencies } from '../queries.ts'
import { useNow } from '../ticking.ts'
import type { RoomNow } from '../views.ts'

/** The room as it was pushed last; undefined until it was. Whether it is of now says the page's banner. */
export const useRoom = () => useLiveChannel<RoomNow>('room')

/** The server's clock, by what it said of itself last: this machine's may be wrong. */
export function useServerNow(): number {
  const mine = useNow()
  const { data, dataUpdatedAt } = useEmergencies(true)
  return data === undefined ? mine : mine + (Date.parse(data.at) - dataUpdatedAt)
}
