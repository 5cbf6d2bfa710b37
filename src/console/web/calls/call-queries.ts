import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CallFilter, KeptFilter } from '../../call-schema.ts'
import { ask, request } from '../api.ts'
import { againMs } from '../live-stream.ts'
import type { Calls } from '../views.ts'
import { queryOf } from './call-filter.ts'

/** The calls that are such, newest first, page by page. */
export const useFoundCalls = (filter: CallFilter) =>
  useInfiniteQuery({
    queryKey: ['calls', 'found', filter],
    queryFn: ({ pageParam }) => {
      const query = queryOf(filter)
      if (pageParam !== '') query.set('cursor', pageParam)
      return request<Calls>('GET', `/api/calls?${query}`)
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchInterval: againMs,
    placeholderData: keepPreviousData,
  })

/** Who calls from a number; null when nobody has. Kept nowhere on the page. */
export const useCallerLookup = () =>
  useMutation({
    mutationFn: (number: string) => ask('post', '/api/callers/lookups', { body: { number } }),
    gcTime: 0,
  })

const viewsKey = ['call-views']

export const useCallViews = () =>
  useQuery({
    queryKey: viewsKey,
    queryFn: () => ask('get', '/api/call-views'),
    refetchInterval: againMs,
  })

export type Keeping = { readonly name: string; readonly isShared: boolean; readonly filter: KeptFilter }

export function useKeepView() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (view: Keeping) => ask('post', '/api/call-views', { body: view }),
    onSuccess: () => client.invalidateQueries({ queryKey: viewsKey }),
  })
}

export function useDropView() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ask('delete', '/api/call-views/{id}', { path: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: viewsKey }),
  })
}

/** Everybody who has ever taken calls, to choose one. */
export const useOperators = () =>
  useQuery({
    queryKey: ['presence', 'operators'],
    queryFn: () => ask('get', '/api/presence'),
    staleTime: 60_000,
  })
