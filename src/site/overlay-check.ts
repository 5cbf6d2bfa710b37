/** Temporary changes beside the flows that they change: what they name must exist, and every safety rule holds while they are in force. Pure. */

import { type Draft, draftOf, givesAt, reachable, type Surroundings } from '../flow/draft.ts'
import type { Flow, FlowNode, Overlay, Problem } from '../flow/flow.ts'
import { checkDraft } from '../flow/rules/table.ts'
import { type Told, told, toldPlainly } from '../flow/rules/told.ts'
import { scopeOf } from '../flow/subflow/place.ts'
import { type Change, hasEnded, laneOf, lanesOf, overlaysOf, type SiteOverlay } from './overlay.ts'
import { type SiteFacts, surroundingsOf } from './read.ts'
import type { OverlayRead } from './read-overlay.ts'

type Read = OverlayRead & { readonly overlay: SiteOverlay }

/** What is wrong with one whose time is over refuses nothing: it is told as a warning. */
export function overlayProblems(
  read: readonly OverlayRead[],
  flows: readonly Flow[],
  facts: SiteFacts,
  now: number,
): readonly Problem[] {
  const whole = read.filter((one): one is Read => one.overlay !== null)
  return [
    ...whole.flatMap((one) => calmed(nameProblems(one, flows, facts), one.overlay, now)),
    ...safetyProblems(
      whole.filter(({ overlay }) => !hasEnded(overlay, now)),
      flows,
      facts,
    ),
  ]
}

const calmed = (problems: readonly Problem[], overlay: SiteOverlay, now: number): readonly Problem[] =>
  hasEnded(overlay, now) ? problems.map((problem) => ({ ...problem, severity: 'warning' })) : problems

function nameProblems({ overlay, file }: Read, flows: readonly Flow[], facts: SiteFacts): readonly Problem[] {
  const isConcerned = (id: string): boolean => overlay.flow === null || overlay.flow === id
  // Of a flow that is itself not in order nobody knows which steps it has.
  if (facts.flowIds.some((id) => isConcerned(id) && !flows.some((flow) => flow.id === id))) return []
  const concerned = flows.filter(({ id }) => isConcerned(id))
  if (concerned.length === 0)
    return [file.problem(['flow'], told('overlay-fits', 'no_flow', { name: overlay.flow ?? '' }))]
  return overlay.changes.flatMap((change, index) =>
    wrongNames(change, concerned, facts).map(({ key, said }) => file.problem(['changes', index, key], said)),
  )
}

type Wrong = { readonly key: string; readonly said: Told }

function wrongNames(change: Change, flows: readonly Flow[], facts: SiteFacts): readonly Wrong[] {
  switch (change.change) {
    case 'hours': {
      const isKnown = facts.calendars.some(({ id }) => id === change.calendar)
      return isKnown ? [] : [{ key: 'hours', said: told('overlay-fits', 'no_calendar', { name: change.calendar }) }]
    }
    case 'notice': {
      const said = Object.hasOwn(change.say, facts.defaultLanguage)
      const mute = { key: 'say', said: told('overlay-fits', 'mute', { language: facts.defaultLanguage }) }
      return [...(said ? [] : [mute]), ...noStep(change.node, 'notice', flows)]
    }
    case 'detour': {
      const emergency = flows.some(({ nodes }) => nodes[change.node]?.kind === 'emergency')
      return [
        ...noStep(change.node, 'detour', flows),
        ...(emergency ? [{ key: 'detour', said: told('overlay-fits', 'emergency') }] : []),
        ...noWay(change.go, having(flows, change.node)),
        ...intoPart(change.go, [change.node]),
      ]
    }
    case 'lane': {
      const waits = flows.filter((flow) => lanesOf(flow).has(change.lane))
      const none = { key: 'lane', said: told('overlay-fits', 'no_lane', { name: change.lane }) }
      const led = waits.flatMap(({ nodes }) => Object.values(nodes).filter((node) => laneOf(node) === change.lane))
      return [
        ...(waits.length > 0 ? [] : [none]),
        ...noWay(change.go, waits),
        ...intoPart(
          change.go,
          led.map(({ id }) => id),
        ),
      ]
    }
  }
}

const having = (flows: readonly Flow[], node: string): readonly Flow[] =>
  flows.filter(({ nodes }) => Object.hasOwn(nodes, node))

const noStep = (node: string, key: string, flows: readonly Flow[]): readonly Wrong[] =>
  having(flows, node).length > 0 ? [] : [{ key, said: told('overlay-fits', 'no_step', { name: node }) }]

const noWay = (go: string, flows: readonly Flow[]): readonly Wrong[] =>
  flows
    .filter(({ nodes }) => !Object.hasOwn(nodes, go))
    .map(({ id }) => ({ key: 'go', said: told('overlay-fits', 'no_way', { name: go, flow: id }) }))

/** A sub-flow is entered by its call, which gives it what it asks for; from inside of it a way may lead anywhere in it, or out. */
function intoPart(go: string, from: readonly string[]): readonly Wrong[] {
  const part = scopeOf(go)
  const isPast = part !== '' && from.some((node) => !node.startsWith(`${part}/`))
  return isPast ? [{ key: 'go', said: told('overlay-fits', 'inside', { name: go, part }) }] : []
}

/** Rules about tidiness, which a step that is passed by for some days does not break. */
const tidiness: ReadonlySet<string> = new Set(['steps-reached', 'prompts-used'])

/** The flows as they are at every moment at which another set of changes comes into force. */
function safetyProblems(read: readonly Read[], flows: readonly Flow[], facts: SiteFacts): readonly Problem[] {
  const begins = [...new Set(read.map(({ overlay }) => overlay.from ?? Number.NEGATIVE_INFINITY))]
  const surroundings = surroundingsOf(facts)
  return begins.flatMap((at) => {
    const present = read.filter(({ overlay }) => (overlay.from ?? Number.NEGATIVE_INFINITY) <= at && at < overlay.until)
    return flows.flatMap((flow) => flowProblems(flow, present, surroundings))
  })
}

/** Told at the file of the change that came last, since with the ones before it all was well. */
function flowProblems(flow: Flow, present: readonly Read[], surroundings: Surroundings): readonly Problem[] {
  const concerned = present.filter(({ overlay }) => overlaysOf([overlay], flow).length > 0)
  const [latest] = concerned.toSorted((a, b) => (b.overlay.from ?? 0) - (a.overlay.from ?? 0))
  if (latest === undefined) return []
  const overlays = concerned.flatMap(({ overlay }) => overlaysOf([overlay], flow))
  const { file } = latest.file
  const problem: Draft['problem'] = (path, said) => ({
    // Where it goes wrong while the change is in force: `utama nodes.sapaan.menu`.
    ...{ file, line: 1, path: `${flow.id} ${path.join('.').replaceAll('~', '')}` },
    ...(typeof said === 'string' ? toldPlainly(said) : said),
  })
  const draft = walked(overlaid(flow, overlays), problem)
  return checkDraft(draft, surroundings, flow.languages)
    .filter(({ rule, severity }) => severity === 'error' && !tidiness.has(rule))
    .filter(({ rule }) => rule !== 'failure-reaches-human' || !failureIsHeard(draft))
}

/** Without the steps that nobody comes to while they are led around them. */
function walked(flow: Flow, problem: Draft['problem']): Draft {
  const whole = draftOf(flow, problem)
  const met = [flow.start, flow.defaults.error.go].flatMap((start) => [...reachable(whole, start, () => true)])
  const nodes = Object.fromEntries(Object.entries(flow.nodes).filter(([id]) => met.includes(id)))
  return draftOf({ ...flow, nodes }, problem)
}

/** With the lane of the last resort out, whoever met a failure still finds a partner or leaves a message. */
function failureIsHeard(draft: Draft): boolean {
  const { go } = draft.flow.defaults.error
  const met = reachable(draft, go, ({ from, why }) => why === 'follows' && givesAt(draft, from) === 'nothing')
  const found = [...met].map((id) => givesAt(draft, id)).filter((gives) => gives !== 'nothing')
  return found.length > 0 && found.every((gives) => gives === 'human' || gives === 'partner' || gives === 'recording')
}

/** The flow as a caller walks it while the changes are in force: a notice is a step before its step, a detour a step that only leads on. */
export function overlaid(flow: Flow, overlays: readonly Overlay[]): Flow {
  const nodes: Record<string, FlowNode> = { ...flow.nodes }
  const prompts: Record<string, Flow['prompts'][string]> = { ...flow.prompts }
  for (const [index, overlay] of overlays.entries()) {
    if (overlay.overlay !== 'notice') continue
    const node = nodes[overlay.node]
    if (node === undefined) continue
    const prompt = `overlay.${index}`
    for (const [language, said] of Object.entries(overlay.say)) {
      prompts[language] = { ...prompts[language], [prompt]: said }
    }
    let after = `${overlay.node}~`
    while (Object.hasOwn(nodes, after)) after += '~'
    nodes[after] = { ...node, id: after }
    nodes[overlay.node] = { id: overlay.node, kind: 'say', spec: { say: prompt, next: after } }
  }
  // As the interpreter takes them: of several ways out of a step the first counts.
  for (const overlay of overlays.toReversed()) {
    if (overlay.overlay === 'notice') continue
    const led =
      overlay.overlay === 'detour'
        ? [overlay.node]
        : Object.values(flow.nodes).flatMap((node) => (laneOf(node) === overlay.lane ? [node.id] : []))
    for (const id of led) nodes[id] = { id, kind: 'choose', spec: { choose: [{ else: overlay.go }] } }
  }
  return { ...flow, nodes, prompts }
}
