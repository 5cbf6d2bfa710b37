/** What a flow is known by: its content. */

import { createHash } from 'node:crypto'
import type { Flow, Prompt } from '../flow/flow.ts'

/** sha-256 of the flow's canonical JSON: the same content has the same revision, whatever the order of its keys. */
export function revisionOf(flow: Flow): string {
  return createHash('sha256')
    .update(canonical({ ...flow, prompts: null, revision: '' }))
    .update(inOrder(flow.prompts, (prompts) => inOrder(prompts, sentence)))
    .digest('hex')
}

/** Sentences are shared by the flows of a site. */
const sentences = new WeakMap<Prompt, string>()

function sentence(prompt: Prompt): string {
  const text = sentences.get(prompt) ?? canonical(prompt)
  sentences.set(prompt, text)
  return text
}

const inOrder = <Value>(record: Readonly<Record<string, Value>>, write: (value: Value) => string): string =>
  `{${Object.keys(record)
    .sort()
    .flatMap((key) => {
      const value = record[key]
      return value === undefined ? [] : `${JSON.stringify(key)}:${write(value)}`
    })
    .join()}}`

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  return Array.isArray(value)
    ? `[${value.map(canonical).join()}]`
    : inOrder(value as Record<string, unknown>, canonical)
}
