import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, request } from './api.ts'
import { againMs } from './live-stream.ts'
import type { Call, Calls, Citizen, Credentials, Emergencies, Me, Presence, Site, Ticket, Tickets } from './views.ts'

/** Who is signed in; null when nobody is. */
export const useMe = () => useQuery({ queryKey: ['me'], queryFn: fetchMe, staleTime: 60_000, refetchInterval: 60_000 })

async function fetchMe(): Promise<Me | null> {
  try {
    return await request<Me>('GET', '/api/me')
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null
    throw error
  }
}

export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (credentials: Credentials) => request('POST', '/api/session', credentials),
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
  })
}

/** The region's clock and names; they change when its files do. */
export const useSiteQuery = () =>
  useQuery({ queryKey: ['site'], queryFn: () => request<Site>('GET', '/api/site'), staleTime: 300_000 })

/** Leaves nothing of the last person on the screen. */
export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => request('DELETE', '/api/session'),
    onSuccess: () => {
      client.setQueryData(['me'], null)
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
    },
  })
}

const paged = (path: string, cursor: string) => (cursor === '' ? path : `${path}?cursor=${encodeURIComponent(cursor)}`)

export const useCalls = () =>
  useInfiniteQuery({
    queryKey: ['calls'],
    queryFn: ({ pageParam }) => request<Calls>('GET', paged('/api/calls', pageParam)),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchInterval: againMs,
    placeholderData: keepPreviousData,
  })

export const useCall = (sid: string) =>
  useQuery({
    queryKey: ['calls', sid],
    queryFn: () => request<Call>('GET', `/api/calls/${encodeURIComponent(sid)}`),
    refetchInterval: againMs,
  })

export const useTickets = () =>
  useInfiniteQuery({
    queryKey: ['tickets'],
    queryFn: ({ pageParam }) => request<Tickets>('GET', paged('/api/tickets', pageParam)),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchInterval: againMs,
    placeholderData: keepPreviousData,
  })

export const useTicket = (code: string) =>
  useQuery({
    queryKey: ['tickets', code],
    queryFn: () => request<Ticket>('GET', `/api/tickets/${encodeURIComponent(code)}`),
    refetchInterval: againMs,
  })

export const usePresence = (wanted: boolean) =>
  useQuery({
    queryKey: ['presence'],
    queryFn: () => request<Presence>('GET', '/api/presence/me'),
    enabled: wanted,
    refetchInterval: againMs,
  })

export const useEmergencies = (wanted: boolean) =>
  useQuery({
    queryKey: ['emergencies'],
    queryFn: () => request<Emergencies>('GET', '/api/emergencies'),
    enabled: wanted,
    refetchInterval: againMs,
  })

/** Whatever the answer, the list is read again: somebody else may have been faster. */
export function useCloseEmergency(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) => request('POST', `/api/emergencies/${id}/close`, { reason }),
    onSettled: () => client.invalidateQueries({ queryKey: ['emergencies'] }),
  })
}

/** Kept nowhere: who needs the number again gives a reason again. */
export const useOpenCitizen = (id: string) =>
  useMutation({
    mutationFn: (reason: string) => request<Citizen>('POST', `/api/citizens/${id}/openings`, { reason }),
    gcTime: 0,
  })
