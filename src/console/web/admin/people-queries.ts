import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, ask, type Body } from '../api.ts'

export type Person = Answer<'get', '/api/staff'>['people'][number]
export type NewPerson = Body<'post', '/api/staff'>
export type PersonChange = Partial<Omit<NewPerson, 'login'>>
export type Device = Body<'put', '/api/staff/{login}/device'>['device']
export type OneTime = Answer<'post', '/api/staff/{login}/one-time-password'>
export type Role = NewPerson['roles'][number]

const key = ['staff']
/** What is shown once is kept by nobody once the page has let go of it. */
const shownOnce = { gcTime: 0 } as const

export const usePeople = () => useQuery({ queryKey: key, queryFn: () => ask('get', '/api/staff') })

function useRefreshed() {
  const client = useQueryClient()
  return { onSettled: () => client.invalidateQueries({ queryKey: key }) }
}

export const useAddPerson = () =>
  useMutation({ ...shownOnce, ...useRefreshed(), mutationFn: (body: NewPerson) => ask('post', '/api/staff', { body }) })

export const useChangePerson = (login: string) =>
  useMutation({
    ...useRefreshed(),
    mutationFn: (body: PersonChange) => ask('patch', '/api/staff/{login}', { path: { login }, body }),
  })

export const useSetDevice = (login: string) =>
  useMutation({
    ...useRefreshed(),
    mutationFn: (device: Device) => ask('put', '/api/staff/{login}/device', { path: { login }, body: { device } }),
  })

export const deeds = ['newPassword', 'signOut', 'removeFactor', 'closeAccount', 'openAccount'] as const
export type Deed = (typeof deeds)[number]

/** What can be done for somebody; only a new password answers with something. */
export const useDeed = (login: string) =>
  useMutation({
    ...shownOnce,
    ...useRefreshed(),
    mutationFn: async (deed: Deed): Promise<OneTime | null> => {
      const path = { login }
      switch (deed) {
        case 'newPassword':
          return ask('post', '/api/staff/{login}/one-time-password', { path })
        case 'signOut':
          await ask('delete', '/api/staff/{login}/sessions', { path })
          return null
        case 'removeFactor':
          await ask('delete', '/api/staff/{login}/second-factor', { path })
          return null
        case 'closeAccount':
          await ask('put', '/api/staff/{login}/closing', { path })
          return null
        case 'openAccount':
          await ask('delete', '/api/staff/{login}/closing', { path })
          return null
      }
    },
  })
