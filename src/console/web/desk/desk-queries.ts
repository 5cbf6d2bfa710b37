import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Disposition } from '../../../dispatch/disposition.ts'
import { request } from '../api.ts'
import { againMs, useLiveChannel } from '../live-stream.ts'
import type { Callbacks, Desk, DeskNow, History, OwnTalks, Places } from '../views.ts'

const fetchDesk = async () => {
  const asked = Date.now()
  const desk = await request<DeskNow>('GET', '/api/desk')
  return { desk, aheadMs: Date.parse(desk.at) - (asked + Date.now()) / 2 }
}

/** My own work now; undefined until it is known. Pushed as it changes, asked for while nothing is pushed. */
export function useDesk(): Desk | undefined {
  const pushed = useLiveChannel<Desk | null>('desk')
  const asked = useQuery({ queryKey: ['desk'], queryFn: fetchDesk, refetchInterval: againMs })
  return pushed ?? asked.data?.desk
}

/** The server's clock less this machine's, in milliseconds: machines in offices go wrong by minutes. */
export function useClockAhead(): number {
  const { data } = useQuery({ queryKey: ['desk'], queryFn: fetchDesk, refetchInterval: againMs })
  return data?.aheadMs ?? 0
}

export const useDecline = () =>
  useMutation({ mutationFn: (offerId: string) => request('POST', `/api/offers/${offerId}/decline`) })

export type Ending = {
  readonly offerId: string
  readonly disposition: Disposition
  readonly note?: string
  readonly ready: boolean
}

export function useTellEnding() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ offerId, ...ending }: Ending) => request('PUT', `/api/offers/${offerId}/disposition`, ending),
    onSuccess: () => client.invalidateQueries({ queryKey: ['histories'] }),
  })
}

export const useMoreTime = () =>
  useMutation({ mutationFn: (seconds: number) => request('POST', '/api/presence/me/wrap-up', { seconds }) })

export type ConversationDeed =
  | { readonly deed: 'hold'; readonly on: boolean }
  | { readonly deed: 'mute'; readonly leg: string; readonly on: boolean }
  | { readonly deed: 'bring-in'; readonly what: '119' | 'staff' | 'agency'; readonly id?: string }
  | { readonly deed: 'end' }

/** What is done shows by itself, when the line has done it. */
export const useConversation = (id: string) =>
  useMutation({
    mutationFn: ({ deed, ...body }: ConversationDeed) => request('POST', `/api/conversations/${id}/${deed}`, body),
  })

export const useHistory = (citizenId: string | null) =>
  useQuery({
    queryKey: ['histories', citizenId],
    queryFn: () => request<History>('GET', `/api/citizens/${citizenId}/history`),
    enabled: citizenId !== null,
    staleTime: 10_000,
  })

/** My last conversations. */
export const useOwnTalks = () =>
  useQuery({
    queryKey: ['histories', 'own'],
    queryFn: () => request<OwnTalks>('GET', '/api/desk/conversations'),
    refetchInterval: againMs,
  })

export const usePlaces = (text: string) =>
  useQuery({
    queryKey: ['places', text],
    queryFn: () => request<Places>('GET', `/api/places?text=${encodeURIComponent(text)}`),
    enabled: text.trim().length >= 2,
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  })

export const useCallbacks = () =>
  useQuery({
    queryKey: ['callbacks', 'open'],
    queryFn: () => request<Callbacks>('GET', '/api/callbacks?open=true'),
    refetchInterval: againMs,
  })

export function useCallbackDeeds() {
  const client = useQueryClient()
  const again = { onSettled: () => client.invalidateQueries({ queryKey: ['callbacks'] }) }
  const ring = useMutation({ mutationFn: (id: string) => request('POST', `/api/callbacks/${id}/ring`), ...again })
  const cancel = useMutation({
    mutationFn: ({ id, reason }: { readonly id: string; readonly reason: string }) =>
      request('POST', `/api/callbacks/${id}/cancel`, { reason }),
    ...again,
  })
  return { ring, cancel }
}
