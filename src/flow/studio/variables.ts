/** What a Studio flow remembers. */

import { quotedText } from './condition.ts'
import { nextOf, type StudioWidget } from './document.ts'
import { variableOf } from './speak.ts'
import { added, idOf, type Workshop } from './workshop.ts'

/** What a set-variables widget sets, by our names. */
export function settings(widget: StudioWidget): Readonly<Record<string, string>> {
  return pairsOf(widget.properties?.variables)
}

/** A list of `{ key, value }`, as Studio writes variables and parameters. */
export function pairsOf(list: unknown): Readonly<Record<string, string>> {
  const pairs = Array.isArray(list) ? (list as readonly unknown[]) : []
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const { key, value } = (pair ?? {}) as { readonly key?: unknown; readonly value?: unknown }
      return typeof key === 'string' ? [[idOf(key), String(value ?? '')]] : []
    }),
  )
}

const isFixed = (text: string): boolean => !text.includes('{{') && !text.includes('{%')
export const isFixedText = (widget: StudioWidget): boolean => Object.values(settings(widget)).every(isFixed)

/**
 * The values as expressions: a fixed text in quotes, a variable that something fills by its name. What is known only in Studio is
 * left out and remarked.
 */
export function expressions(
  widget: StudioWidget,
  values: Readonly<Record<string, string>>,
  shop: Workshop,
  filled: ReadonlySet<string>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, text]) => {
      const variable = /^\{\{[^}]*\}\}$/.test(text.trim()) ? variableOf(text, shop) : null
      const value = isFixed(text) ? quotedText(text) : variable !== null && filled.has(variable) ? variable : null
      if (value !== null) return [[name, value] as const]
      shop.remark(widget, 'variable', { name, value: text })
      return []
    }),
  )
}

/** Variables that this widget fills, when it comes along. */
export function setBy(widget: StudioWidget): readonly string[] {
  return widget.type === 'set-variables'
    ? Object.entries(settings(widget)).flatMap(([name, text]) =>
        isFixed(text) || /^\{\{[^}]*\}\}$/.test(text.trim()) ? [name] : [],
      )
    : []
}

export const nextAfter = (widget: StudioWidget, shop: Workshop): string => shop.node(nextOf(widget, 'next'), added.end)
