import { useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../api.ts'
import { usePresence } from '../queries.ts'
import { useSoftphone } from '../softphone/use-softphone.ts'
import type { AskedState, DeviceWish, Presence } from '../views.ts'
import { useDesk } from './desk-queries.ts'

export type PresenceWish = { readonly state: AskedState; readonly device?: DeviceWish }

/** What I am doing, and how I say what I want to be. Whoever has chosen no phone takes calls in this browser. */
export function useMyPresence() {
  const client = useQueryClient()
  const softphone = useSoftphone()
  const desk = useDesk()
  const asked = usePresence(desk === undefined)
  const presence = desk?.me ?? asked.data
  const ask = useMutation({
    mutationFn: (wish: PresenceWish) => request<Presence>('PUT', '/api/presence/me', wish),
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
    ask.mutate({ state, ...(chosen === undefined ? {} : { device: chosen }) })
  }
  return { presence, want, isPending: ask.isPending, isError: ask.isError || asked.isError }
}
