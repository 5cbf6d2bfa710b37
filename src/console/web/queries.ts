import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, ask } from './api.ts'
import { againMs } from './live-stream.ts'
import type { Credentials, Me } from './views.ts'

/** Who is signed in; null when nobody is. */
export const useMe = () => useQuery({ queryKey: ['me'], queryFn: fetchMe, staleTime: 60_000, refetchInterval: 60_000 })

async function fetchMe(): Promise<Me | null> {
  try {
    return await ask('get', '/api/me')
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null
    throw error
  }
}

export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (credentials: Credentials) => ask('post', '/api/session', { body: credentials }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
  })
}

/** The region's clock and names; they change when its files do. */
export const useSiteQuery = () =>
  useQuery({ queryKey: ['site'], queryFn: () => ask('get', '/api/site'), staleTime: 300_000 })

/** Leaves nothing of the last person on the screen. */
/** Whose calls ring on this page is off duty without it. A phone rings on, as its owner has said. */
async function leaveDuty(): Promise<void> {
  const { state, deviceKind } = await ask('get', '/api/presence/me')
  if (deviceKind === 'browser' && state !== 'offline')
    await ask('put', '/api/presence/me', { body: { state: 'offline' } })
}

export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      // Who takes no calls has no presence to leave.
      await leaveDuty().catch(() => {})
      await ask('delete', '/api/session')
    },
    onSuccess: () => {
      client.setQueryData(['me'], null)
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
    },
  })
}

export const useCall = (sid: string) =>
  useQuery({
    queryKey: ['calls', sid],
    queryFn: () => ask('get', '/api/calls/{callSid}', { path: { callSid: sid } }),
    refetchInterval: againMs,
  })

export const useTickets = () =>
  useInfiniteQuery({
    queryKey: ['tickets'],
    queryFn: ({ pageParam }) => ask('get', '/api/tickets', { query: { cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: againMs,
    placeholderData: keepPreviousData,
  })

export const useTicket = (code: string) =>
  useQuery({
    queryKey: ['tickets', code],
    queryFn: () => ask('get', '/api/tickets/{code}', { path: { code } }),
    refetchInterval: againMs,
  })

export const usePresence = (wanted: boolean) =>
  useQuery({
    queryKey: ['presence'],
    queryFn: () => ask('get', '/api/presence/me'),
    enabled: wanted,
    refetchInterval: againMs,
  })

export const useEmergencies = (wanted: boolean) =>
  useQuery({
    queryKey: ['emergencies'],
    queryFn: () => ask('get', '/api/emergencies'),
    enabled: wanted,
    refetchInterval: againMs,
  })

/** Whatever the answer, the list is read again: somebody else may have been faster. */
export function useCloseEmergency(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) => ask('post', '/api/emergencies/{id}/close', { path: { id }, body: { reason } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['emergencies'] }),
  })
}

/** Kept nowhere: who needs the number again gives a reason again. */
export const useOpenCitizen = (id: string) =>
  useMutation({
    mutationFn: (reason: string) => ask('post', '/api/citizens/{id}/openings', { path: { id }, body: { reason } }),
    gcTime: 0,
  })
