import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../api.ts'
import { usePresence } from '../queries.ts'
import { useSoftphone } from '../softphone/use-softphone.ts'
import type { AskedState, DeviceWish } from '../views.ts'
import { useDesk } from './desk-queries.ts'

export type PresenceWish = { readonly state: AskedState; readonly device?: DeviceWish }

/** What I am doing, and how I say what I want to be. Whoever has chosen no phone takes calls in this browser. */
export function useMyPresence() {
  const client = useQueryClient()
  const softphone = useSoftphone()
  const desk = useDesk()
  const line = useQuery({
    queryKey: ['softphone'],
    queryFn: () => ask('get', '/api/softphone'),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const asked = usePresence(desk === undefined)
  const presence = desk?.me ?? asked.data
  const saying = useMutation({
    mutationFn: (wish: PresenceWish) => ask('put', '/api/presence/me', { body: wish }),
    onSuccess: (now) => {
      client.setQueryData(['presence'], now)
      return client.invalidateQueries({ queryKey: ['desk'] })
    },
  })
  const inBrowser = presence?.deviceKind === 'browser' || presence?.deviceKind === null

  /** Called by a click: only then may a page ask for the microphone and play sounds. */
  function want(state: AskedState, device?: DeviceWish): void {
    const chosen = device ?? (inBrowser ? ({ kind: 'browser' } as const) : undefined)
    if (state === 'free' && chosen?.kind === 'browser') void softphone.start()
    // Where browsers have no line nobody may ring at one; why is said beside the device.
    const isDeaf = chosen?.kind === 'browser' && line.data?.kind === 'none'
    saying.mutate({ state, ...(chosen === undefined || isDeaf ? {} : { device: chosen }) })
  }
  return { presence, want, isPending: saying.isPending, isError: saying.isError || asked.isError }
}
