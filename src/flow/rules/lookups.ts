/** What a look-up did not find is not said as if it had: a value that is said afterwards has a default. */

import { type Draft, type Rule, reachable } from '../draft.ts'
import type { FlowNode, Problem } from '../flow.ts'
import { own, valuesIn } from '../speech.ts'
import { localName, scopeOf } from '../subflow/place.ts'
import { told } from './told.ts'
import { promptUses } from './words.ts'

type LookupSpec = {
  readonly save: string
  readonly default?: Readonly<Record<string, string>>
  readonly exits: Readonly<Record<'not_found' | 'failed', string>>
}

export const lookupsHaveDefault: Rule = (draft) => {
  const lookups = Object.values(draft.flow.nodes).filter(({ kind }) => kind === 'lookup')
  if (lookups.length === 0) return []
  const said = saidAt(draft)
  return lookups.flatMap((node) => unfilled(draft, node, said))
}

function unfilled(
  draft: Draft,
  { id, spec }: FlowNode,
  said: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Problem[] {
  const { save, default: given = {}, exits } = spec as LookupSpec
  const saving = savers(draft, id, save)
  const empty = [exits.not_found, exits.failed].flatMap((start) => [
    ...reachable(draft, start, ({ from }) => !saving.has(from)),
  ])
  const problems = new Map<string, Problem>()
  for (const node of empty) {
    if (scopeOf(node) !== scopeOf(id)) continue
    for (const name of said.get(node) ?? []) {
      const value = name.startsWith(`${save}.`) ? name.slice(save.length + 1) : null
      if (value === null || own(given, value) !== undefined || problems.has(value)) continue
      const facts = { node: localName(node), name, value }
      problems.set(value, draft.problem(['nodes', id, 'save'], told('lookups-have-default', 'missing', facts)))
    }
  }
  return [...problems.values()]
}

/** Look-ups that fill the same names: beyond them the values are theirs. */
function savers({ flow }: Draft, id: string, save: string): ReadonlySet<string> {
  const all = Object.values(flow.nodes).filter(
    (node) => node.kind === 'lookup' && scopeOf(node.id) === scopeOf(id) && (node.spec as LookupSpec).save === save,
  )
  return new Set(all.map((node) => node.id))
}

/** By node: the values that its sentences say, in any language. */
function saidAt(draft: Draft): ReadonlyMap<string, ReadonlySet<string>> {
  const said = new Map<string, Set<string>>()
  for (const { path, prompt } of promptUses(draft)) {
    if (path[0] !== 'nodes') continue
    const node = String(path[1])
    const names = Object.values(draft.flow.prompts).flatMap((prompts) => {
      const found = own(prompts, prompt)
      return found === undefined ? [] : valuesIn(found).map(({ name }) => name)
    })
    said.set(node, new Set([...(said.get(node) ?? []), ...names]))
  }
  return said
}
