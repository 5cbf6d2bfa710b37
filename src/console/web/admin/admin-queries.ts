import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, ask, type Body } from '../api.ts'
import { againMs } from '../live-stream.ts'

export type AdminSite = Answer<'get', '/api/admin/site'>
export type AdminPhone = AdminSite['duties'][number]
export type DutyTest = Answer<'get', '/api/duty-tests'>['tests'][number]
export type Health = Answer<'get', '/api/health'>
export type AuditEntry = Answer<'get', '/api/audit'>['entries'][number]

export const useAdminSite = () =>
  useQuery({ queryKey: ['publications', 'site'], queryFn: () => ask('get', '/api/admin/site'), staleTime: 30_000 })

export const useHealth = () =>
  useQuery({ queryKey: ['health'], queryFn: () => ask('get', '/api/health'), refetchInterval: 10_000 })

export const useDutyTests = () =>
  useQuery({ queryKey: ['duty-tests'], queryFn: () => ask('get', '/api/duty-tests'), refetchInterval: againMs })

export function useTryDutyPhone() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (target: string) => ask('post', '/api/duty-tests', { body: { target } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['duty-tests'] }),
  })
}

export type Drills = Answer<'get', '/api/drills'>
export type Drill = Drills['drills'][number]
export type DrillLadder = Drills['ladders'][number]

export const useDrills = () =>
  useQuery({ queryKey: ['drills'], queryFn: () => ask('get', '/api/drills'), refetchInterval: againMs })

export function useStartDrill() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ladder: string) => ask('post', '/api/drills', { body: { ladder } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['drills'] }),
  })
}

export function useStopDrill() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ask('post', '/api/drills/{id}/stop', { path: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['drills'] }),
  })
}

export type AuditFilter = {
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
}

export const useAudit = (filter: AuditFilter) =>
  useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) =>
      ask('get', '/api/audit', { query: { ...filter, ...(pageParam === '' ? {} : { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })

export const useAuditWords = () =>
  useQuery({ queryKey: ['audit', 'words'], queryFn: () => ask('get', '/api/audit/words'), staleTime: 60_000 })

export type Publications = Answer<'get', '/api/flows/publications'>
export type Publication = Publications['publications'][number]
export type Folder = Publications['folders'][number]
export type Publishing = Body<'post', '/api/flows/publications'>

export const usePublications = () =>
  useQuery({
    queryKey: ['publications'],
    queryFn: () => ask('get', '/api/flows/publications', { query: { limit: 50 } }),
    refetchInterval: againMs,
  })

export function usePublish() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Publishing) => ask('post', '/api/flows/publications', { body }),
    onSettled: () => client.invalidateQueries({ queryKey: ['publications'] }),
  })
}

export function useWithdraw() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (number: number) => ask('delete', '/api/flows/publications/{number}', { path: { number } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['publications'] }),
  })
}

/** What to compare: a publication with another or the one before it, or texts that wait with what is in force. */
export type Comparison =
  | { readonly number: number; readonly against: number | null }
  | { readonly content: string; readonly place: string }

export const useChanges = (of: Comparison) =>
  useQuery({
    queryKey: ['changes', of],
    queryFn: () =>
      'content' in of
        ? ask('get', '/api/flows/contents/{content}/changes', { path: { content: of.content } })
        : ask('get', '/api/flows/publications/{number}/changes', {
            path: { number: of.number },
            query: of.against === null ? {} : { against: of.against },
          }),
  })
