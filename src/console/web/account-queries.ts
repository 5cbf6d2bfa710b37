import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from './api.ts'

const key = ['second-factor']

export const useSecondFactor = () =>
  useQuery({ queryKey: key, queryFn: () => ask('get', '/api/me/second-factor'), staleTime: 30_000 })

/** What is shown once is kept by nobody once the page has let go of it. */
const shownOnce = { gcTime: 0 } as const

export const useBeginFactor = () =>
  useMutation({
    ...shownOnce,
    mutationFn: (password: string) => ask('post', '/api/me/second-factor', { body: { password } }),
  })

export function useConfirmFactor() {
  const client = useQueryClient()
  return useMutation({
    ...shownOnce,
    mutationFn: (code: string) => ask('post', '/api/me/second-factor/confirmation', { body: { code } }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
}

export function useRenewCodes() {
  const client = useQueryClient()
  return useMutation({
    ...shownOnce,
    mutationFn: (password: string) => ask('post', '/api/me/second-factor/recovery-codes', { body: { password } }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
}

export function useRemoveFactor() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (password: string) => ask('post', '/api/me/second-factor/removal', { body: { password } }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
}

export function useChangePassword() {
  const client = useQueryClient()
  return useMutation({
    // A password of one's own opens what a given one did not.
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
    mutationFn: (given: { present: string; password: string }) => ask('put', '/api/me/password', { body: given }),
  })
}

/** Here too: the page goes back to the door. */
export function useSignOutEverywhere() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => ask('delete', '/api/me/sessions'),
    onSuccess: () => {
      client.setQueryData(['me'], null)
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
    },
  })
}
