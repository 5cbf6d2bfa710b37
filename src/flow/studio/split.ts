/** Branches of a Studio flow: keys of a menu, or conditions on what is remembered. */

import { nextOf, type StudioCondition, type StudioWidget, textOf } from './document.ts'
import { variableOf } from './speak.ts'
import { added, idOf, type Workshop } from './workshop.ts'

/** Constant values that a condition asks for; null when it asks for something else. */
function valuesOf({ type, value }: StudioCondition): readonly string[] | null {
  const text = String(value ?? '').trim()
  if (text.includes('{{') || text === '') return null
  if (type === 'equal_to') return [text]
  return type === 'matches_any_of' ? text.split(',').map((one) => one.trim()) : null
}

type Match = { readonly values: readonly string[] | null; readonly next: string | null; readonly condition: string }

function matchesOf(split: StudioWidget): readonly Match[] {
  return (split.transitions ?? [])
    .filter(({ event }) => event === 'match')
    .map(({ conditions = [], next }) => ({
      values: conditions.length === 1 && conditions[0] !== undefined ? valuesOf(conditions[0]) : null,
      next: next ?? null,
      condition: conditions.map(({ type, value }) => `${type} ${String(value ?? '')}`.trim()).join(' + '),
    }))
}

/** The split that only tells the keys of this gather apart: together they are one menu. Null when there is none. */
export function absorbedBy(gather: StudioWidget, shop: Workshop): StudioWidget | null {
  if (gather.type !== 'gather-input-on-call') return null
  const split = shop.widget(nextOf(gather, 'keypress'))
  if (split?.type !== 'split-based-on') return null
  if (textOf(split, 'input').replaceAll(/[{}]/g, '').trim() !== `widgets.${gather.name}.Digits`) return null
  const keys = matchesOf(split).flatMap(({ values }) => values ?? [])
  return keys.length > 0 && keys.every((key) => /^[0-9*#]$/.test(key)) ? split : null
}

/** The keys of a menu. A key that leads to fixed variables sets them on the way. */
export function optionsOf(split: StudioWidget, shop: Workshop): Readonly<Record<string, unknown>> {
  const options: Record<string, unknown> = {}
  for (const { values, next, condition } of matchesOf(split)) {
    if (values === null) shop.remark(split, 'condition', { condition, input: textOf(split, 'input') })
    const target = shop.widget(next)
    const sets = target?.type === 'set-variables' && isFixedText(target) ? { set: settings(target) } : null
    const go = sets === null ? shop.node(next, added.end) : shop.node(nextOf(target as StudioWidget, 'next'), added.end)
    for (const key of values ?? []) options[key] ??= sets === null ? go : { go, ...sets }
  }
  return options
}

/** Conditions on variables that something fills, in order; all others are remarked. */
export function branches(split: StudioWidget, shop: Workshop, filled: ReadonlySet<string>) {
  const input = textOf(split, 'input')
  const variable = variableOf(input, shop)
  return matchesOf(split).flatMap(({ values, next, condition }) => {
    if (values === null || variable === null || !filled.has(variable)) {
      shop.remark(split, 'condition', { condition, input })
      return []
    }
    const go = shop.node(next, added.end)
    return values.map((value) => ({ when: { equals: { variable, value } }, go }))
  })
}

/** What a set-variables widget sets, by our names. */
export function settings(widget: StudioWidget): Readonly<Record<string, string>> {
  const pairs = Array.isArray(widget.properties?.variables) ? (widget.properties.variables as readonly unknown[]) : []
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const { key, value } = (pair ?? {}) as { readonly key?: unknown; readonly value?: unknown }
      return typeof key === 'string' ? [[idOf(key), String(value ?? '')]] : []
    }),
  )
}

export const isFixedText = (widget: StudioWidget): boolean =>
  Object.values(settings(widget)).every((value) => !value.includes('{{') && !value.includes('{%'))
