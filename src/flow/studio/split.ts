/** Branches of a Studio flow: keys and words of a menu, or conditions on what is remembered. */

import { expressionOf, matchesOf } from './condition.ts'
import { nextOf, type StudioWidget, textOf } from './document.ts'
import { variableOf } from './speak.ts'
import { isFixedText, settings } from './variables.ts'
import { added, idOf, type Workshop } from './workshop.ts'

/** The split that only looks at what this gather heard: `Digits` that were pressed, or `SpeechResult`. Null when there is none. */
function splitOf(
  gather: StudioWidget,
  event: 'keypress' | 'speech',
  field: string,
  shop: Workshop,
): StudioWidget | null {
  if (gather.type !== 'gather-input-on-call') return null
  const split = shop.widget(nextOf(gather, event))
  if (split?.type !== 'split-based-on') return null
  return inputOf(split) === `widgets.${gather.name}.${field}` ? split : null
}

export const inputOf = (split: StudioWidget): string => textOf(split, 'input').replaceAll(/[{}]/g, '').trim()

/** The split that only tells the keys of this gather apart: together they are one menu. Null when there is none. */
export function absorbedBy(gather: StudioWidget, shop: Workshop): StudioWidget | null {
  const split = splitOf(gather, 'keypress', 'Digits', shop)
  const keys = split === null ? [] : matchesOf(split).flatMap(({ values }) => values ?? [])
  return keys.length > 0 && keys.every((key) => /^[0-9*#]$/.test(key)) ? split : null
}

/** The split that tells apart what was said to this gather. Null when there is none. */
export const spokenTo = (gather: StudioWidget, shop: Workshop): StudioWidget | null =>
  splitOf(gather, 'speech', 'SpeechResult', shop)

export type Options = Record<string, Record<string, unknown>>

/** The keys of a menu. A key that leads to fixed variables sets them on the way; one that is asked for again later is remembered. */
export function optionsOf(gather: StudioWidget, split: StudioWidget, shop: Workshop): Options {
  const options: Options = {}
  const name = rememberedBy(gather, shop)
  for (const { values, next, written } of matchesOf(split)) {
    if (values === null) shop.remark(split, 'condition', { condition: written, input: textOf(split, 'input') })
    for (const key of values ?? []) {
      const way = wayTo(next, shop)
      options[key] ??= name === null ? way : { ...way, set: { ...(way.set as object | undefined), [name]: key } }
    }
  }
  return options
}

/** The variable for a menu's key, when anything but the menu itself asks for it; null when nothing does. */
export function rememberedBy(gather: StudioWidget, shop: Workshop): string | null {
  const split = absorbedBy(gather, shop)
  const others = shop.flow.states.filter(({ name }) => name !== split?.name)
  const isAsked = split !== null && JSON.stringify(others).includes(`widgets.${gather.name}.Digits`)
  return isAsked ? (shop.ids.get(gather.name) ?? null) : null
}

function wayTo(next: string | null, shop: Workshop): Record<string, unknown> {
  const target = shop.widget(next)
  if (target === undefined || target.type !== 'set-variables' || !isFixedText(target))
    return { go: shop.node(next, added.end) }
  shop.taken.add(target.name)
  return { go: shop.node(nextOf(target, 'next'), added.end), set: settings(target) }
}

/** Our speech knows whole words; what else Studio compares is named. */
const spoken: ReadonlySet<string> = new Set(['equal_to', 'matches_any_of', 'contains'])

/** Words by where they lead. Conditions that ask for anything but words are remarked. */
export function spokenWays(split: StudioWidget, shop: Workshop): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>()
  for (const { conditions, next, written } of matchesOf(split)) {
    const [condition] = conditions
    const value = String(condition?.value ?? '').trim()
    if (conditions.length !== 1 || !spoken.has(condition?.type ?? '') || value === '' || value.includes('{')) {
      shop.remark(split, 'condition', { condition: written, input: textOf(split, 'input') })
      continue
    }
    const words = value
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
    const to = shop.node(next, added.end)
    ways.set(to, [...new Set([...(ways.get(to) ?? []), ...words])])
  }
  return ways
}

/** Conditions on variables that something fills, in order; all others are remarked. */
export function branches(split: StudioWidget, shop: Workshop, filled: ReadonlySet<string>) {
  const input = textOf(split, 'input')
  const variable = variableOf(input, shop)
  return matchesOf(split).flatMap(({ values, conditions, next, written }) => {
    const when = variable === null || !filled.has(variable) ? null : conditionOf(variable, values, conditions)
    if (when === null) {
      shop.remark(split, 'condition', { condition: written, input })
      return []
    }
    return [{ when, go: shop.node(next, added.end) }]
  })
}

function conditionOf(
  variable: string,
  values: readonly string[] | null,
  conditions: Parameters<typeof expressionOf>[1],
) {
  const [only, ...more] = values ?? []
  if (only !== undefined && more.length === 0) return { equals: { variable, value: only } }
  return expressionOf(variable, conditions)
}

/** The option of each key, short where only a way is said. */
export function written(options: Options): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(options).map(([key, option]) => [key, Object.keys(option).length === 1 ? option.go : option]),
  )
}

export const keyName = (gather: StudioWidget, key: string, shop: Workshop): string =>
  `${shop.ids.get(gather.name) ?? idOf(gather.name)}.tombol_${key === '*' ? 'bintang' : key === '#' ? 'pagar' : key}`
