import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { readableId } from '../readable-id.ts'
import type { Site } from './views.ts'

const SiteContext = createContext<Site | null>(null)

export const SiteProvider = ({ site, children }: { readonly site: Site; readonly children: ReactNode }) => (
  <SiteContext value={site}>{children}</SiteContext>
)

export function useSite(): Site {
  const site = useContext(SiteContext)
  if (site === null) throw new Error('The page was drawn before the region was known')
  return site
}

/** The three zones of Indonesia as people call them. */
const zones: Readonly<Record<string, string>> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
}
export const zoneName = (zone: string): string => zones[zone] ?? zone

export type Named = 'lane' | 'ladder' | 'step' | 'question' | 'topic' | 'district' | 'agency'
export type Names = (what: Named, id: string) => string

/** Names for the ids that calls and tickets carry, in the page's language; an id that the region has no more is shown as words. */
export function useNames(): Names {
  const site = useSite()
  const { i18n } = useTranslation()
  return useMemo(() => {
    const named = (list: readonly { readonly id: string; readonly name: string }[]) =>
      new Map(list.map(({ id, name }) => [id, name]))
    const steps = site.steps.map(
      ({ id, names }) => [id, names[i18n.language] ?? names.ind ?? Object.values(names)[0] ?? readableId(id)] as const,
    )
    const known: Readonly<Record<Named, ReadonlyMap<string, string>>> = {
      lane: named(site.lanes),
      ladder: named(site.ladders),
      step: new Map(steps),
      question: new Map(steps.flatMap(([id, name]) => (id.startsWith('?') ? [[id.slice(1), name] as const] : []))),
      topic: named(site.topics),
      district: named(site.districts),
      agency: named(site.agencies),
    }
    // An answer that has no name of its own is `question=answer`.
    return (what, id) => known[what].get(id) ?? readableId(what === 'question' ? id.replace(/^.*=/, '') : id)
  }, [site, i18n.language])
}
