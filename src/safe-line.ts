/** The site as the safe flow needs it: everything from memory. */

import type { SafeLine, SafePhone } from './calls/safe-flow.ts'
import { addressOf } from './emergency/duty-test.ts'
import type { Ladder } from './emergency/ladder.ts'
import type { FlowNode } from './flow/flow.ts'
import { speak } from './flow/speech.ts'
import type { Spoken } from './flow/verbs.ts'
import { ladderOf, mainFlow, saysOf } from './house.ts'
import { firstKeyTo } from './site/keys.ts'
import type { Site } from './site.ts'

/** Longer than a rung's: it is asked alone, and last. */
const dutyRingSeconds = 45

const dutyPhone = ({ dutyLine }: Site): SafePhone => ({
  name: dutyLine.name,
  target: dutyLine.target,
  accepts: 'talk',
  ringSeconds: dutyRingSeconds,
  talkSeconds: 1,
})

/** Phones only: operators cannot be rung without the database. The duty line is the last resort, and has to press 1 like any duty phone. */
function phonesOf(site: Site, { rungs }: Ladder): readonly SafePhone[] {
  const phones = rungs.flatMap(({ name, target, accepts, ringSeconds, talkSeconds }): readonly SafePhone[] =>
    target.kind === 'operators' ? [] : [{ name, target, accepts, ringSeconds, talkSeconds }],
  )
  const duty = dutyPhone(site)
  const isThere = phones.some(({ target }) => addressOf(target) === addressOf(duty.target))
  return isThere ? phones : [...phones, { ...duty, accepts: 'key' }]
}

/** The menu in every language that the site speaks, its own first. */
function menuOf(site: Site): readonly Spoken[] {
  const flow = mainFlow(site)
  const languages = [site.defaultLanguage, ...site.languages.filter((language) => language !== site.defaultLanguage)]
  const menus = languages.flatMap((language) => speak(flow, language, 'aman_menu', {}) ?? [])
  // Where a language lacks it the default one is heard, once.
  return menus.filter((menu, at) => menus.findIndex(({ text }) => text === menu.text) === at)
}

export function safeLine(site: Site) {
  const menu = menuOf(site)
  const say = saysOf(site)
  return (kind: string, now: number): SafeLine => ({
    menu,
    say,
    ladder: phonesOf(site, ladderOf(site, kind, now)),
    dutyLine: dutyPhone(site),
  })
}

const emergencyOf = ({ kind, spec }: FlowNode): { readonly emergency: string; readonly lane: string } | null =>
  kind === 'emergency' ? (spec as { readonly emergency: string; readonly lane: string }) : null

/** The emergency that the first menu's key raises: what it is called, and the key. */
export function firstEmergency(site: Site): { readonly kind: string; readonly key: string } {
  const flow = mainFlow(site)
  const [first] = Object.values(flow.nodes).flatMap((node) => emergencyOf(node)?.emergency ?? [])
  return { kind: first ?? Object.keys(site.ladders)[0] ?? '', key: firstKeyTo(flow, 'emergency') ?? '' }
}

/** The kind of emergency in which a caller is who stands at this step in this lane; null outside of an emergency's lane. */
export function dangerAt(site: Site) {
  const kinds = new Map<string, string>()
  const lanes = new Set<string>()
  for (const { nodes } of site.flows) {
    for (const node of Object.values(nodes)) {
      const found = emergencyOf(node)
      if (found === null) continue
      kinds.set(node.id, found.emergency)
      lanes.add(found.lane)
    }
  }
  const usual = firstEmergency(site).kind
  return ({ node, lane }: { readonly node?: string; readonly lane?: string | null }): string | null => {
    const kind = node === undefined ? undefined : kinds.get(node)
    if (kind !== undefined) return kind
    return lane != null && lanes.has(lane) ? usual : null
  }
}
