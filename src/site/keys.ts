/** Which key of the line's first menu leads where: for texts and pages that send people to the line. Pure. */

import type { Flow } from '../flow/flow.ts'
import { kindOf } from '../flow/nodes/table.ts'
import type { OptionsSpec } from '../flow/options.ts'

/** Steps after the key within which the wanted kind of node must come. */
const nearby = 3

function leadsTo(flow: Flow, from: string, kind: string): boolean {
  let here = [from]
  for (let steps = 0; steps < nearby; steps += 1) {
    const nodes = here.flatMap((id) => flow.nodes[id] ?? [])
    if (nodes.some((node) => node.kind === kind)) return true
    here = nodes.flatMap((node) =>
      (kindOf(node.kind)?.about(node.spec).exits ?? []).flatMap(({ to, why }) => (why === 'follows' ? [to] : [])),
    )
  }
  return false
}

/** The key, or null when the first menu leads nowhere near such a node. */
export function firstKeyTo(flow: Flow, kind: string): string | null {
  const { options = {} } = (flow.nodes[flow.start]?.spec ?? {}) as { readonly options?: OptionsSpec }
  const found = Object.entries(options).find(([, option]) =>
    leadsTo(flow, typeof option === 'string' ? option : option.go, kind),
  )
  return found?.[0] ?? null
}
