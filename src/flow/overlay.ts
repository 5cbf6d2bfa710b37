/** Temporary ways of a flow: which of them hold at a moment, and what they do to a caller who comes to a node. */

import type { Flow, FlowNode, Overlay, Prompt } from './flow.ts'
import type { Spoken } from './verbs.ts'

type Notice = Extract<Overlay, { overlay: 'notice' }>

/** Whether it holds: from its beginning, the end no longer. */
export function isActive({ from, until }: Overlay, now: number): boolean {
  return (from === null || now >= from) && now < until
}

export type Overlaid = {
  /** Said before the node's own words. */
  readonly notices: readonly Notice[]
  /** Where the caller goes instead; null when nothing leads away. */
  readonly detour: string | null
}

const nothing: Overlaid = { notices: [], detour: null }

/**
 * What holds for a caller who comes to the node now. Of several detours the first counts; emergencies are never led away by a lane. A flow
 * that was kept before there were overlays has none.
 */
export function overlaysAt(flow: Flow, node: FlowNode, now: number): Overlaid {
  const all = (flow.overlays as Flow['overlays'] | undefined) ?? []
  if (all.length === 0) return nothing
  const lane = node.kind === 'queue' ? (node.spec as { readonly queue: string }).queue : null
  const active = all.filter((overlay) => isActive(overlay, now))
  const detours = active.flatMap((overlay) => {
    if (overlay.overlay === 'lane') return overlay.lane === lane ? [overlay.go] : []
    return overlay.overlay === 'detour' && overlay.node === node.id ? [overlay.go] : []
  })
  return {
    notices: active.filter((overlay) => overlay.overlay === 'notice' && overlay.node === node.id) as Notice[],
    detour: detours[0] ?? null,
  }
}

/** A notice in the caller's language, or in the flow's. Null when it has neither. */
export function noticeSaid(notice: Notice, flow: Flow, language: string, channel: 'voice' | 'text'): Spoken | null {
  for (const candidate of [language, flow.defaultLanguage]) {
    const prompt = Object.hasOwn(notice.say, candidate) ? notice.say[candidate] : undefined
    if (prompt !== undefined) return spokenOf(notice.id, prompt, candidate, channel)
  }
  return null
}

function spokenOf(id: string, { text, audio, sms }: Prompt, language: string, channel: 'voice' | 'text'): Spoken {
  const spoken = { prompt: `overlay.${id}`, text: channel === 'text' ? (sms ?? text) : text, language }
  return audio === undefined || channel === 'text' ? spoken : { ...spoken, audio }
}
