/** Sentences of a Studio flow: its placeholders become ours, recordings wait for their words. */

import { type StudioWidget, textOf } from './document.ts'
import { filled, idOf, type Workshop } from './workshop.ts'

/** The variable that a Studio expression stands for, when something in the flow fills it; null otherwise. */
export function variableOf(expression: string, shop: Workshop): string | null {
  const path = expression.replaceAll(/[{}]/g, '').trim()
  const widget = /^widgets\.(.+)\.(?:Digits|SpeechResult)$/.exec(path)?.[1]
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
  const left: string[] = []
  const text = oneBranch(words, left)
    .replaceAll(/\{%[^%]*%\}/g, (tag) => {
      left.push(tag)
      return ' '
    })
    .replaceAll(/\{\{([^}]*)\}\}/g, (tag, expression: string) => {
      const variable = variableOf(expression, shop)
      if (variable !== null && filledVariables.has(variable)) return `{${variable}}`
      left.push(tag)
      return ' '
    })
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (left.length > 0) shop.remark(widget, 'liquid', { expression: left.join(' ') })
  return shop.prompt(name, text === '' ? filled(shop.words.waiting.nothing, { name: widget.name }) : text)
}

/** Of `{% if %}` and `{% case %}` what is said when nothing else fits: all branches one after the other would be nonsense. */
function oneBranch(words: string, left: string[]): string {
  return words.replaceAll(/\{%-?\s*(if|case|unless)\b[\s\S]*?\{%-?\s*end\1\s*-?%\}/g, (block) => {
    left.push(...(block.match(/\{%[^%]*%\}/g) ?? []))
    return /\{%-?\s*else\s*-?%\}([\s\S]*?)\{%[^%]*%\}$/.exec(block)?.[1] ?? ' '
  })
}
