/** What a check tells of a flow that is in order: how soon emergency is offered, and how much of it each language can say. */

import { type Draft, draftOf } from '../draft.ts'
import type { Flow } from '../flow.ts'
import { findPrompt, own, placeholders } from '../speech.ts'
import type { YamlFile } from '../yaml.ts'
import { emergencyOffers, type Offer } from './emergency-first.ts'
import { told } from './told.ts'
import { promptUses } from './words.ts'

export type FlowReport = {
  readonly id: string
  readonly revision: string
  readonly nodes: number
  /** The latest first offer of emergency in each language. */
  readonly emergency: readonly Offer[]
  /** Of the sentences that this flow can say: the share that each language has of its own, from 0 to 1, and the others. */
  readonly languages: readonly {
    readonly language: string
    readonly share: number
    readonly missing: readonly string[]
  }[]
}

export function reportOf(flow: Flow): FlowReport {
  const draft = plainDraft(flow)
  const offers = Map.groupBy(emergencyOffers(draft), ({ language }) => language)
  const latest = [...offers.values()].flatMap((all) => all.toSorted((a, b) => lateness(b) - lateness(a))[0] ?? [])
  const said = [...saidBy(draft)].filter((id) => own(flow.prompts[flow.defaultLanguage] ?? {}, id) !== undefined)
  const languages = flow.languages.map((language) => {
    // Of a language without a voice only what is recorded is heard in it.
    const missing = said.filter((id) => findPrompt(flow, language, id)?.language !== language).toSorted()
    return { language, share: said.length === 0 ? 1 : 1 - missing.length / said.length, missing }
  })
  const { id, revision } = flow
  return { id, revision, nodes: Object.keys(flow.nodes).length, emergency: latest, languages }
}

const lateness = ({ seconds }: Offer): number => seconds ?? Number.POSITIVE_INFINITY

/** Sentences of a file that no flow says. `also`: ids that are said elsewhere in the house. */
export function unusedPrompts(flows: readonly Flow[], prompts: YamlFile, also: readonly string[]) {
  const used = new Set([...also, ...flows.flatMap((flow) => [...saidBy(plainDraft(flow))])])
  return prompts
    .keys([])
    .filter((id) => !used.has(id))
    .map((id) => prompts.problem([id], told('prompts-used', 'unused')))
}

/** Ids that a flow says, those in place of values (`{ticket.stage:word}` says `stage.*`) included. */
function saidBy(draft: Draft): ReadonlySet<string> {
  const named = new Set(promptUses(draft).map(({ prompt }) => prompt))
  const all = Object.values(draft.flow.prompts)
  const families = all.flatMap((prompts) =>
    Object.entries(prompts)
      .filter(([id]) => named.has(id))
      .flatMap(([, { text, sms = '' }]) => placeholders(`${text} ${sms}`))
      .filter(({ form }) => form === 'word')
      .map(({ name }) => `${name.split('.').at(-1)}.`),
  )
  const worded = all.flatMap((prompts) =>
    Object.keys(prompts).filter((id) => families.some((one) => id.startsWith(one))),
  )
  return new Set([...named, ...worded])
}

/** A flow that has passed its check: nothing of it is placed any more. */
const plainDraft = (flow: Flow): Draft =>
  draftOf(flow, (path) => {
    throw new Error(`a flow that passed its check is broken at ${path.join('.')}`)
  })
