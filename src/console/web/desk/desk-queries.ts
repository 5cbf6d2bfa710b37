import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Disposition } from '../../../dispatch/disposition.ts'
import { ask } from '../api.ts'
import { againMs, useLiveChannel } from '../live-stream.ts'
import type { Desk } from '../views.ts'

const fetchDesk = async () => {
  const asked = Date.now()
  const desk = await ask('get', '/api/desk')
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
  useMutation({ mutationFn: (offerId: string) => ask('post', '/api/offers/{id}/decline', { path: { id: offerId } }) })

export type Ending = {
  readonly offerId: string
  readonly disposition: Disposition
  readonly note?: string
  readonly ready: boolean
}

export function useTellEnding() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ offerId, ...ending }: Ending) =>
      ask('put', '/api/offers/{id}/disposition', { path: { id: offerId }, body: ending }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['histories'] }),
  })
}

export const useMoreTime = () =>
  useMutation({ mutationFn: (seconds: number) => ask('post', '/api/presence/me/wrap-up', { body: { seconds } }) })

export type ConversationDeed =
  | { readonly deed: 'hold'; readonly on: boolean }
  | { readonly deed: 'mute'; readonly leg: string; readonly on: boolean }
  | { readonly deed: 'bring-in'; readonly what: '119' | 'staff' | 'agency'; readonly id?: string }
  | { readonly deed: 'end' }

/** What is done shows by itself, when the line has done it. */
export const useConversation = (id: string) =>
  useMutation({
    mutationFn: ({ deed, ...body }: ConversationDeed): Promise<unknown> => {
      const path = { id }
      if ('what' in body) return ask('post', '/api/conversations/{id}/bring-in', { path, body })
      if ('leg' in body) return ask('post', '/api/conversations/{id}/mute', { path, body })
      return 'on' in body
        ? ask('post', '/api/conversations/{id}/hold', { path, body })
        : ask('post', '/api/conversations/{id}/end', { path })
    },
  })

export const useHistory = (citizenId: string | null) =>
  useQuery({
    queryKey: ['histories', citizenId],
    queryFn: () => ask('get', '/api/citizens/{id}/history', { path: { id: citizenId ?? '' } }),
    enabled: citizenId !== null,
    staleTime: 10_000,
  })

/** My last conversations. */
export const useOwnTalks = () =>
  useQuery({
    queryKey: ['histories', 'own'],
    queryFn: () => ask('get', '/api/desk/conversations'),
    refetchInterval: againMs,
  })

export const usePlaces = (text: string) =>
  useQuery({
    queryKey: ['places', text],
    queryFn: () => ask('get', '/api/places', { query: { text } }),
    enabled: text.trim().length >= 2,
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  })

export const useCallbacks = () =>
  useQuery({
    queryKey: ['callbacks', 'open'],
    queryFn: () => ask('get', '/api/callbacks', { query: { open: true } }),
    refetchInterval: againMs,
  })

export function useCallbackDeeds() {
  const client = useQueryClient()
  const again = { onSettled: () => client.invalidateQueries({ queryKey: ['callbacks'] }) }
  const ring = useMutation({
    mutationFn: (id: string) => ask('post', '/api/callbacks/{id}/ring', { path: { id } }),
    ...again,
  })
  const cancel = useMutation({
    mutationFn: ({ id, reason }: { readonly id: string; readonly reason: string }) =>
      ask('post', '/api/callbacks/{id}/cancel', { path: { id }, body: { reason } }),
    ...again,
  })
  return { ring, cancel }
}
