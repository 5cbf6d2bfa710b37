/** What the doctor finds, in stable words; the sentences stand in `lang/doctor.json`. */

import texts from '../lang/doctor.json' with { type: 'json' }
import type { Language } from '../words.ts'

export type FindingCode = keyof (typeof texts)['eng']['findings']

export type Finding = {
  readonly state: 'ok' | 'warning' | 'problem'
  readonly code: FindingCode
  /** Never a secret, never a citizen's number. */
  readonly facts?: Readonly<Record<string, string | number>>
}

export const ok = (code: FindingCode, facts?: Finding['facts']): Finding => finding('ok', code, facts)
export const warning = (code: FindingCode, facts?: Finding['facts']): Finding => finding('warning', code, facts)
export const problem = (code: FindingCode, facts?: Finding['facts']): Finding => finding('problem', code, facts)

const finding = (state: Finding['state'], code: FindingCode, facts: Finding['facts']): Finding =>
  facts === undefined ? { state, code } : { state, code, facts }

const columns = 9

/** One line: how it is, what was found, and, when it is not well, what to do. */
export function lineOf({ state, code, facts = {} }: Finding, language: Language): string {
  const { states, findings } = texts[language]
  const sentence = findings[code].replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole))
  return `${states[state].padEnd(columns)} ${sentence}`
}

/** What a request or a connection failed with, as a short word for people. */
export function whyOf(error: unknown): string {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { code } = each as { code?: unknown }
    if (typeof code === 'string') return code
    if (each.name === 'TimeoutError') return 'time-out'
    if (!(each.cause instanceof Error)) return each.message
  }
  return 'failed'
}
