import type { Target } from '../flow/verbs.ts'

const e164 = /^\+[1-9]\d{6,14}$/
const shortCode = /^\d{2,6}$/
const sipUri = /^sip:[^\s<>"@]+@[^\s<>"@]+$/
const identity = /^[\w.~-]{1,121}$/

/**
 * What is wrong with a target, in one English sentence, or null. The carrier has no way to Indonesia's 110, 112, 113, 115, 118, 119
 * and 129: a short code goes over the trunk of a local carrier, or as a SIP address, or as the agency's ordinary number.
 */
export function targetProblem(target: Target): string | null {
  switch (target.kind) {
    case 'number':
      if (e164.test(target.number)) return null
      if (!shortCode.test(target.number)) return `"${target.number}" is no phone number: write it as +62...`
      return target.byocTrunk
        ? null
        : `the short code ${target.number} needs a trunk (byocTrunk): the carrier cannot dial it`
    case 'sip':
      return sipUri.test(target.uri) ? null : `"${target.uri}" is no SIP address: write it as sip:user@host`
    case 'client':
      return identity.test(target.identity) ? null : `"${target.identity}" is no identity of a browser`
  }
}

/** Targets come from checked site files and from the database: a bad one here is a mistake of ours, and must not be dialled. */
export function assertDialable(target: Target): void {
  const problem = targetProblem(target)
  if (problem !== null) throw new RangeError(`Refused to dial: ${problem}`)
}
