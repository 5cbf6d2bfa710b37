/** What a caller in danger said and pressed, as steps of an example call. Pure. */

import type { AskSpec } from '../flow/asks.ts'
import type { CaseStepSpec } from '../flow/case-schema.ts'
import type { FlowNode } from '../flow/flow.ts'
import { own } from '../flow/speech.ts'

type Options = Readonly<Record<string, string | { readonly go: string }>>

/** The key is the node's own way there, so that words may have chosen it. */
export function isOwnOption(node: FlowNode | undefined, digits: string, to: string): boolean {
  const { options = {} } = (node?.spec ?? {}) as { readonly options?: Options }
  const option = own(options, digits)
  return (typeof option === 'string' ? option : option?.go) === to
}

/** A question that nobody answered is said again after the next document, each as often as it may be. */
export function answerMeanwhile(
  node: FlowNode | undefined,
  question: string,
  answer: string,
  before: number,
): { readonly steps: readonly CaseStepSpec[]; readonly asked: number } {
  const { asks = [] } = (node?.spec ?? {}) as { readonly asks?: readonly AskSpec[] }
  const asked = asks.findIndex(({ id }) => id === question)
  const spec = asks[asked]
  const key = Object.entries(spec?.options ?? {}).find(([, one]) => (one.answer ?? one.kind) === answer)?.[0]
  if (key === undefined) return { steps: [], asked: before }
  const skipped = asks.slice(before + 1, asked).reduce((sum, { times = 2 }) => sum + 2 * times, 0)
  const documents = skipped + (before === -1 ? 1 : 0)
  return { steps: [...Array.from({ length: documents }, () => 'heartbeat' as const), { press: key }], asked }
}
