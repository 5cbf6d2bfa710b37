/** A call's status, whatever order its reports come in. */

import fc from 'fast-check'
import { type CallStatus, callStatuses, forward, isFinal, rankOf } from '../../../src/telephony/call-status.ts'

const status = fc.constantFrom(...callStatuses)
const finals = callStatuses.filter(isFinal)

export function callsMoveForward(runs: number): void {
  fc.assert(
    fc.property(fc.array(status, { maxLength: 40 }), fc.constantFrom(...finals), (reports, last) => {
      let known: CallStatus = 'queued'
      let first: CallStatus | null = null
      for (const heard of [...reports, last, ...reports]) {
        const next = forward(known, heard)
        if (rankOf(next) < rankOf(known)) return false
        known = next
        first ??= isFinal(known) ? known : null
        if (first !== null && known !== first) return false
      }
      return isFinal(known)
    }),
    { numRuns: runs },
  )
}
