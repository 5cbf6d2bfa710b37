/** What can never happen to a caller: the rules of the design's page on the flow language. */

import { type Draft, type Edge, givesAt, type Rule, reachable } from '../draft.ts'
import { DOCUMENT_SECONDS } from '../holding.ts'
import { findPrompt, promptSeconds } from '../speech.ts'
import { told } from './told.ts'

const isHaven = (draft: Draft, id: string): boolean =>
  ['human', 'partner', 'callback', 'recording'].includes(givesAt(draft, id) ?? '')

/** Beyond a recorded message, and beyond a ticket that was opened. What lies beyond an unclear step, or a part that could not be read, is not known. */
const keepsWords = (draft: Draft, { from, why }: Edge): boolean =>
  why === 'perhaps' ||
  (draft.flow.nodes[from]?.kind === 'call' && draft.abouts.get(from)?.hands === undefined) ||
  givesAt(draft, from) === 'recording' ||
  (draft.flow.nodes[from]?.kind === 'ticket' && why !== 'failed')

/**
 * Whoever was silent, pressed a wrong key, or met something that failed gets a human, a partner or a recorded message before any
 * goodbye. Beyond a recorded message or an opened ticket a goodbye is allowed: the words are kept.
 */
export const nobodyIsLost: Rule = (draft) => {
  const unheard = reachable(draft, draft.flow.start, (edge) => !keepsWords(draft, edge))
  const anxious = draft.edges.filter(
    ({ from, why }) =>
      (why === 'missed' || why === 'failed' || why === 'bound') &&
      unheard.has(from) &&
      givesAt(draft, from) !== 'recording',
  )
  const seen = new Set<string>()
  return anxious.flatMap((edge) => {
    const met = reachable(draft, edge.to, ({ from, why }) => why === 'follows' && passes(draft, from))
    const lost = [...met].find((id) => givesAt(draft, id) === 'end')
    const key = edge.path.join('.')
    if (lost === undefined || seen.has(key)) return []
    seen.add(key)
    return [draft.problem(edge.path, told('no-caller-lost', reasonOf(edge), { end: lost }))]
  })
}

/** Nodes that ask nothing of the caller and give nothing final. */
const passes = (draft: Draft, id: string): boolean => givesAt(draft, id) === 'nothing'

const reasonOf = ({ why }: Edge) => (why === 'missed' || why === 'bound' ? why : 'failed')

/**
 * What catches the flow's own failures is a queue, where a human is. While a temporary change is in force, words may stand before it, or
 * another haven in its place.
 */
export const failureReachesHuman: Rule = (draft) => {
  const { go } = draft.flow.defaults.error
  const node = draft.flow.nodes[go]
  if (node === undefined || node.kind === 'queue' || isHaven(draft, straightOn(draft, go))) return []
  const said = told('failure-reaches-human', 'elsewhere', { to: go, kind: node.kind })
  return [draft.problem(['defaults', 'error', 'go'], said)]
}

/** Where a step that asks nothing and has one way only leads in the end; a step of its own right stays what it is: nothing. */
function straightOn(draft: Draft, start: string): string {
  const seen = new Set<string>()
  let id = start
  while (passes(draft, id) && !seen.has(id)) {
    seen.add(id)
    const [only, ...others] = draft.ways.get(id) ?? []
    if (only === undefined || only.why !== 'follows' || others.length > 0) return ''
    id = only.to
  }
  return id === start ? '' : id
}

/** From every node some way ends: walked backwards from all ends at once. Beyond an unclear node nobody knows. */
export const everyPathEnds: Rule = (draft) => {
  const ids = Object.keys(draft.flow.nodes)
  const comings = Map.groupBy(draft.edges, ({ to }) => to)
  const ends = ids.filter((id) => givesAt(draft, id) === 'end' || isHaven(draft, id))
  const ending = new Set<string>()
  const open = [...ends, ...draft.unclear.keys()]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (ending.has(id)) continue
    ending.add(id)
    for (const { from } of comings.get(id) ?? []) open.push(from)
  }
  return ids.filter((id) => !ending.has(id)).map((id) => draft.problem(['nodes', id], told('no-dead-end', 'stuck')))
}

/** No circle can be walked for ever: a node entered too often only leads on by `at_most`, so that is all that counts of it. */
export const loopsAreBounded: Rule = (draft) => {
  const out = (id: string): readonly Edge[] => {
    const ways = draft.ways.get(id) ?? []
    const bounds = ways.filter(({ why }) => why === 'bound')
    return bounds.length > 0 ? bounds : ways.filter(({ why }) => why !== 'perhaps')
  }
  const state = new Map<string, 'open' | 'done'>()
  const problems: ReturnType<Rule>[number][] = []
  const walk = (id: string, trail: readonly string[]): void => {
    state.set(id, 'open')
    for (const edge of out(id)) {
      if (state.get(edge.to) === 'open') {
        const circle = [...trail.slice(trail.indexOf(edge.to)), edge.to].join(' → ')
        problems.push(draft.problem(edge.path, told('loops-bounded', 'endless', { circle })))
      } else if (!state.has(edge.to) && draft.flow.nodes[edge.to] !== undefined) walk(edge.to, [...trail, edge.to])
    }
    state.set(id, 'done')
  }
  for (const id of Object.keys(draft.flow.nodes)) if (!state.has(id)) walk(id, [id])
  return problems
}

/** Each document of a waiting caller stays within its ten seconds, so that the heartbeat comes in time. */
export const waitsAreShort: Rule = (draft) => {
  const most = DOCUMENT_SECONDS - 1
  return [...draft.abouts].flatMap(([id, { documents = [] }]) =>
    documents.flatMap((document) =>
      draft.flow.languages.flatMap((language) => {
        if (document.some((id) => draft.unclearPrompts.has(id))) return []
        const prompts = document.flatMap((id) => findPrompt(draft.flow, language, id)?.prompt ?? [])
        const seconds = prompts.reduce((sum, prompt) => sum + promptSeconds(prompt), 0)
        if (seconds <= most) return []
        const facts = {
          prompts: document.join(' + '),
          seconds: String(Math.ceil(seconds)),
          language,
          most: String(most),
        }
        return [draft.problem(['nodes', id], told('waits-short', 'long', facts))]
      }),
    ),
  )
}
