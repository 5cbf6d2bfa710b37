/** What calls are looked for by, as it stands in the page's address. Never a number: who called stands there as the interface named them. */

import type { CallFilter, KeptFilter } from '../../call-schema.ts'

export const filterNames = [
  'q',
  'caller',
  'from',
  'until',
  'outcome',
  'lane',
  'operator',
  'topic',
  'district',
  'node',
  'emergency',
  'live',
] as const satisfies readonly (keyof CallFilter)[]
export type FilterName = (typeof filterNames)[number]

const isFlag = (name: FilterName) => name === 'emergency' || name === 'live'

/** What of an address is a filter; the rest is not ours. */
export function filterIn(address: URLSearchParams): CallFilter {
  const given = filterNames.flatMap((name): [string, string | boolean][] => {
    const value = address.get(name)
    if (value === null || value === '') return []
    if (!isFlag(name)) return [[name, value]]
    return value === 'true' || value === 'false' ? [[name, value === 'true']] : []
  })
  return Object.fromEntries(given) as CallFilter
}

/** As a page's or the interface's query. */
export const queryOf = (filter: CallFilter): URLSearchParams =>
  new URLSearchParams(filterNames.flatMap((name) => (filter[name] === undefined ? [] : [[name, String(filter[name])]])))

/** The filter with one thing changed; undefined or empty takes it out. */
export const changed = <Name extends FilterName>(
  filter: CallFilter,
  name: Name,
  value: CallFilter[Name] | '' | null,
): CallFilter => filterIn(queryOf({ ...filter, [name]: value === '' || value === null ? undefined : value }))

/** As much of it as may be kept under a name. */
export function keepable({ caller: _, ...filter }: CallFilter): KeptFilter {
  return filter
}

/** A number or a SIP address, rather than words: it is asked for by its own way and never stands in an address. */
export const looksLikeNumber = (typed: string): boolean =>
  /^\+?[\d\s().-]{6,24}$/.test(typed.trim()) || /^(sips?|tel|client):/i.test(typed.trim())
