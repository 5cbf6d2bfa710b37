import type { CallerAddress } from '../citizens/address.ts'
import { callerOf } from '../telephony/caller.ts'

/** A number or address as somebody typed it, in the form under which callers are kept; null when nobody can call from it. */
export function typedAddress(typed: string): CallerAddress | null {
  const caller = callerOf(typed)
  switch (caller.kind) {
    case 'number':
      return { kind: 'number', address: caller.e164, canBeTexted: false }
    case 'sip':
      return { kind: 'sip', address: caller.uri, canBeTexted: false }
    case 'client':
      return { kind: 'client', address: caller.identity, canBeTexted: false }
    case 'raw':
      return { kind: 'raw', address: caller.text, canBeTexted: false }
    case 'withheld':
      return null
  }
}
