import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../api.ts'
import { againMs } from '../live-stream.ts'

export const useNuisances = () =>
  useQuery({
    queryKey: ['nuisances'],
    queryFn: () => ask('get', '/api/nuisances'),
    refetchInterval: againMs,
  })

export const useNuisance = (citizenId: string) =>
  useQuery({
    queryKey: ['nuisances', citizenId],
    queryFn: () => ask('get', '/api/citizens/{id}/nuisance', { path: { id: citizenId } }),
    refetchInterval: againMs,
  })

export function useLift(citizenId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) =>
      ask('post', '/api/citizens/{id}/nuisance/lift', { path: { id: citizenId }, body: { reason } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['nuisances'] }),
  })
}
