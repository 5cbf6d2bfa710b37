import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from './api.ts'
import type { BegunFactor, RecoveryCodes, SecondFactor } from './views.ts'

const path = '/api/me/second-factor'
const key = ['second-factor']

export const useSecondFactor = () =>
  useQuery({ queryKey: key, queryFn: () => request<SecondFactor>('GET', path), staleTime: 30_000 })

/** What is shown once is kept by nobody once the page has let go of it. */
const shownOnce = { gcTime: 0 } as const

export const useBeginFactor = () =>
  useMutation({ ...shownOnce, mutationFn: (password: string) => request<BegunFactor>('POST', path, { password }) })

export function useConfirmFactor() {
  const client = useQueryClient()
  return useMutation({
    ...shownOnce,
    mutationFn: (code: string) => request<RecoveryCodes>('POST', `${path}/confirmation`, { code }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
}

export function useRenewCodes() {
  const client = useQueryClient()
  return useMutation({
    ...shownOnce,
    mutationFn: (password: string) => request<RecoveryCodes>('POST', `${path}/recovery-codes`, { password }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
}

export function useRemoveFactor() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (password: string) => request('POST', `${path}/removal`, { password }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
}

export const useChangePassword = () =>
  useMutation({
    mutationFn: (given: { present: string; password: string }) => request('PUT', '/api/me/password', given),
  })

/** Here too: the page goes back to the door. */
export function useSignOutEverywhere() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => request('DELETE', '/api/me/sessions'),
    onSuccess: () => {
      client.setQueryData(['me'], null)
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
    },
  })
}
