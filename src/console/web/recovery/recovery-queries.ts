import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../api.ts'
import { againMs } from '../live-stream.ts'

/** `open`: those without an outcome, or those with one. */
export const useRecoveries = (open: boolean) =>
  useInfiniteQuery({
    queryKey: ['recoveries', open],
    queryFn: ({ pageParam }) => ask('get', '/api/recoveries', { query: { open, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: againMs,
    placeholderData: keepPreviousData,
  })

/** Whatever the answer, the list is read again: somebody else may have been faster. */
export function useRecoveryDeeds() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: ['recoveries'] })
  return {
    ring: useMutation({
      mutationFn: (id: string) => ask('post', '/api/recoveries/{id}/ring', { path: { id } }),
      onSettled,
    }),
    close: useMutation({
      mutationFn: ({ id, reason }: { readonly id: string; readonly reason: string }) =>
        ask('post', '/api/recoveries/{id}/close', { path: { id }, body: { reason } }),
      onSettled,
    }),
  }
}
