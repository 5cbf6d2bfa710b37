import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../api.ts'
import { againMs } from '../live-stream.ts'
import { useEmergencies } from '../queries.ts'
import { useNow } from '../ticking.ts'
import type { RoomNow } from '../views.ts'

/** Where the stream's channel puts what it is told. */
const key = ['live', 'room']

/** The room, as it was pushed last; asked for at first, and by the clock while nothing is pushed. */
export function useRoom(): RoomNow | undefined {
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: key,
    queryFn: async () => {
      const before = client.getQueryState(key)?.dataUpdateCount
      const asked = await ask('get', '/api/room')
      // What was pushed meanwhile is newer.
      const pushed = client.getQueryState(key)?.dataUpdateCount !== before && client.getQueryData<RoomNow>(key)
      return pushed || asked
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: againMs,
  })
  return data
}

/** The server's clock, by what it said of itself last: this machine's may be wrong. */
export function useServerNow(): number {
  const mine = useNow()
  const { data, dataUpdatedAt } = useEmergencies(true)
  return data === undefined ? mine : mine + (Date.parse(data.at) - dataUpdatedAt)
}
