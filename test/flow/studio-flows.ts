/** Flows as Studio writes them, made by hand, and what becomes of them. */

import { parse } from 'yaml'
import { problemText } from '../../src/flow/flow.ts'
import { parseFlow } from '../../src/flow/parse.ts'
import { importStudio } from '../../src/flow/studio/import.ts'
import { surroundings } from './small-flow.ts'

type Transition = { event: string; next?: string; conditions?: object[] }
export const widget = (name: string, type: string, properties: object, ...transitions: Transition[]) => ({
  name,
  type,
  properties,
  transitions,
})
export const on = (event: string, next?: string): Transition => (next === undefined ? { event } : { event, next })
export const match = (value: string, next: string, type = 'equal_to'): Transition => ({
  event: 'match',
  next,
  conditions: [{ type, value, arguments: ['x'], friendly_name: value }],
})
export const flowOf = (...states: object[]) => ({ description: 'Uji', initial_state: 'Trigger', states })
export const trigger = (next: string, ...more: Transition[]) =>
  widget('Trigger', 'trigger', {}, on('incomingCall', next), ...more)
export const say = (name: string, next?: string) =>
  widget(name, 'say-play', { say: `${name}.`, language: 'id-ID' }, on('audioComplete', next))
export const menu = (words: string, name = 'Menu Utama', to = 'Pilih') =>
  widget(
    name,
    'gather-input-on-call',
    { say: words, language: 'id-ID', timeout: 5, number_of_digits: 1 },
    on('keypress', to),
    on('speech'),
    on('timeout'),
  )
export const pick = (name: string, of: string, ...ways: Transition[]) =>
  widget(name, 'split-based-on', { input: `{{widgets.${of}.Digits}}` }, on('noMatch', of), ...ways)

export const options = { id: 'uji', lane: 'umum', calendar: 'kantor', reader: 'eng' } as const

/** The flow as the import writes it, and what the parser says of it in a site that knows these targets. */
export function imported(flow: object, known: Readonly<Record<string, { kind: 'number'; number: string }>> = {}) {
  const result = importStudio(flow, options)
  if (result.outcome === 'refused') throw new Error(JSON.stringify(result.complaints))
  const { language, prompts } = result
  const source = { file: `prompts/${language}.yaml`, text: prompts }
  const site = { ...surroundings, targets: { ...surroundings.targets, ...known } }
  const parsed = parseFlow({ flow: { file: 'uji.yaml', text: result.flow }, prompts: [{ language, source }] }, site)
  const problems = parsed.outcome === 'problems' ? parsed.problems.map(problemText) : []
  const file = parse(result.flow) as { start: string; nodes: Record<string, Record<string, unknown>> }
  return {
    ...result,
    problems,
    file,
    nodes: file.nodes,
    words: parse(prompts) as Record<string, unknown>,
    remarks: result.remarks.map((remark) => `${remark.widget}: ${remark.why}`),
  }
}
