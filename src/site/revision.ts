/** What a flow is known by: its content. */

import { createHash } from 'node:crypto'
import type { Flow } from '../flow/flow.ts'

/** sha-256 of the flow's canonical JSON: the same content has the same revision, whatever the order of its keys. */
export function revisionOf(flow: Flow): string {
  return createHash('sha256')
    .update(canonical({ ...flow, prompts: null, revision: '' }))
    .update(inOrder(flow.prompts, sentencesOf))
    .digest('hex')
}

/** Sentences are shared by the flows of a site. */
const known = new WeakMap<Flow['prompts'][string], string>()

function sentencesOf(prompts: Flow['prompts'][string]): string {
  const text = known.get(prompts) ?? inOrder(prompts, canonical)
  known.set(prompts, text)
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
