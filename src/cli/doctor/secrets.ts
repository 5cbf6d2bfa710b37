/** Whether secrets are secrets. Says which is weak, never what it is. Pure. */

import { type Finding, ok, problem, warning } from './finding.ts'

const leastBits = 80
const wellKnown = /change.?me|secret|password|example|rahasia|sandi|12345|qwerty|contoh/i

/** Shannon's estimate from the letters alone: generous to words, hard on repetition. */
export function bitsOf(text: string): number {
  const counts = new Map<string, number>()
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  let perLetter = 0
  for (const count of counts.values()) perLetter -= (count / text.length) * Math.log2(count / text.length)
  return perLetter * text.length
}

export type Secrets = {
  readonly secretKey: string
  readonly authToken: string
  readonly demo: boolean
  readonly hasApiKey: boolean
}

export function examineSecrets({ secretKey, authToken, demo, hasApiKey }: Secrets): readonly Finding[] {
  const findings: Finding[] = []
  if (demo) findings.push(problem('demo'))
  if (bitsOf(secretKey) < leastBits || wellKnown.test(secretKey))
    findings.push(problem('secretWeak', { name: 'SECRET_KEY' }))
  if (authToken.length < 32 || bitsOf(authToken) < leastBits)
    findings.push(problem('secretWeak', { name: 'TWILIO_AUTH_TOKEN' }))
  if (secretKey === authToken) findings.push(problem('secretTwice'))
  if (!hasApiKey) findings.push(warning('noApiKey'))
  return findings.some(({ state }) => state === 'problem') ? findings : [ok('secrets'), ...findings]
}
