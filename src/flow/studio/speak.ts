/** Sentences of a Studio flow: its placeholders become ours, recordings wait for their words. */

import { type StudioWidget, textOf } from './document.ts'
import { filled, idOf, type Workshop } from './workshop.ts'

/** The variable that a Studio expression stands for, when something in the flow fills it; null otherwise. */
export function variableOf(expression: string, shop: Workshop): string | null {
  const path = expression.replaceAll(/[{}]/g, '').trim()
  const widget = /^widgets\.(.+)\.Digits$/.exec(path)?.[1]
  if (widget !== undefined) return shop.ids.get(widget) ?? null
  const variable = /^flow\.variables\.([A-Za-z0-9_]+)$/.exec(path)?.[1]
  return variable === undefined ? null : idOf(variable)
}

/** The prompt of what a widget says; what nothing fills is cut out and remarked. */
export function saidBy(
  widget: StudioWidget,
  shop: Workshop,
  filledVariables: ReadonlySet<string>,
  property = 'say',
): string {
  const name = shop.ids.get(widget.name) ?? idOf(widget.name)
  const words = textOf(widget, property)
  const audio = textOf(widget, 'play')
  if (words === '' && audio !== '') {
    shop.remark(widget, 'audio', { file: audio })
    return shop.prompt(name, filled(shop.words.waiting.recording, { file: audio.split('/').at(-1) ?? audio }))
  }
  const text = words
    .replaceAll(/\{%[^%]*%\}/g, (tag) => {
      shop.remark(widget, 'liquid', { expression: tag })
      return ' '
    })
    .replaceAll(/\{\{([^}]*)\}\}/g, (tag, expression: string) => {
      const variable = variableOf(expression, shop)
      if (variable !== null && filledVariables.has(variable)) return `{${variable}}`
      shop.remark(widget, 'liquid', { expression: tag })
      return ' '
    })
    .replaceAll(/\s+/g, ' ')
    .trim()
  return shop.prompt(name, text === '' ? filled(shop.words.waiting.nothing, { name: widget.name }) : text)
}
