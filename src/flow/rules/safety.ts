/** What can never happen to a caller: the rules of the design's page on the flow language. */

import { type Draft, type Edge, givesAt, type Rule, reachable } from '../draft.ts'
import { DOCUMENT_SECONDS } from '../holding.ts'
import { findPrompt, speechSeconds } from '../speech.ts'

const isHaven = (draft: Draft, id: string): boolean =>
  ['human', 'partner', 'recording'].includes(givesAt(draft, id) ?? '')

/**
 * Whoever was silent, pressed a wrong key, or met something that failed gets a human, a partner or a recorded message before any
 * goodbye. Beyond a recorded message a goodbye is allowed: the words are kept.
 */
export const nobodyIsLost: Rule = (draft) => {
  const unheard = reachable(draft, draft.flow.start, ({ from }) => givesAt(draft, from) !== 'recording')
  const anxious = draft.edges.filter(
    ({ from, why }) =>
      (why === 'missed' || why === 'failed' || why === 'bound') &&
      unheard.has(from) &&
      givesAt(draft, from) !== 'recording',
  )
  const told = new Set<string>()
  return anxious.flatMap((edge) => {
    const met = reachable(draft, edge.to, ({ from, why }) => why === 'follows' && passes(draft, from))
    const lost = [...met].find((id) => givesAt(draft, id) === 'end')
    const key = edge.path.join('.')
    if (lost === undefined || told.has(key)) return []
    told.add(key)
    return [
      draft.file.problem(edge.path, `${reason(edge)} "${lost}" says goodbye without a human or a recorded message`),
    ]
  })
}

/** Nodes that ask nothing of the caller and give nothing final. */
const passes = (draft: Draft, id: string): boolean => givesAt(draft, id) === 'nothing'

function reason({ why }: Edge): string {
  if (why === 'missed') return 'a caller who is silent or presses a wrong key is lost:'
  if (why === 'bound') return 'a caller who went round too often is lost:'
  return 'a caller for whom something failed is lost:'
}

/** What catches the flow's own failures is a queue, where a human is. */
export const failureReachesHuman: Rule = (draft) => {
  const { go } = draft.flow.defaults.error
  const node = draft.flow.nodes[go]
  if (node === undefined || node.kind === 'queue') return []
  return [draft.file.problem(['defaults', 'error', 'go'], `must lead to a queue; "${go}" is a ${node.kind}`)]
}

/** From every node some way ends, and every end lies behind something that was offered. */
export const everyPathEnds: Rule = (draft) =>
  Object.keys(draft.flow.nodes)
    .filter(
      (id) =>
        ![...reachable(draft, id, () => true)].some((end) => givesAt(draft, end) === 'end' || isHaven(draft, end)),
    )
    .map((id) => draft.file.problem(['nodes', id], 'no way from here ends at a human, a recorded message or a goodbye'))

/** No circle can be walked for ever: a node entered too often only leads on by `at_most`, so that is all that counts of it. */
export const loopsAreBounded: Rule = (draft) => {
  const bounded = new Set(draft.edges.filter(({ why }) => why === 'bound').map(({ from }) => from))
  const out = (id: string): readonly Edge[] =>
    draft.edges.filter(({ from, why }) => from === id && (why === 'bound' || !bounded.has(id)))
  const state = new Map<string, 'open' | 'done'>()
  const problems: ReturnType<Rule>[number][] = []
  const walk = (id: string, trail: readonly string[]): void => {
    state.set(id, 'open')
    for (const edge of out(id)) {
      if (state.get(edge.to) === 'open') {
        const circle = [...trail.slice(trail.indexOf(edge.to)), edge.to].join(' → ')
        problems.push(draft.file.problem(edge.path, `goes round without a bound: ${circle}; give one of them at_most`))
      } else if (!state.has(edge.to) && draft.flow.nodes[edge.to] !== undefined) walk(edge.to, [...trail, edge.to])
    }
    state.set(id, 'done')
  }
  for (const id of Object.keys(draft.flow.nodes)) if (!state.has(id)) walk(id, [id])
  return problems
}

/** Each document of a waiting caller stays within its ten seconds, so that the heartbeat comes in time. */
export const holdsAreShort: Rule = (draft) => {
  const limit = DOCUMENT_SECONDS - 1
  return [...draft.abouts].flatMap(([id, { documents }]) =>
    (documents ?? []).flatMap((document) =>
      draft.flow.languages.flatMap((language) => {
        const texts = document.map((prompt) => findPrompt(draft.flow, language, prompt)?.prompt.text ?? '')
        const seconds = texts.reduce((sum, text) => sum + speechSeconds(text), 0)
        if (seconds <= limit) return []
        const said = `${document.join(' + ')} takes about ${Math.ceil(seconds)} seconds in ${language}`
        return [draft.file.problem(['nodes', id], `${said}; a waiting caller hears at most ${limit} at once`)]
      }),
    ),
  )
}
