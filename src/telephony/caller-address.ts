import { type Caller, canBeTexted, numberOf } from './caller.ts'

/** A caller as one text by which the same person is found again, whichever way the call came: what `citizens/` seals. */
export type CallerAddress = {
  readonly kind: Caller['kind']
  /** E.164, `sip:user@host`, the identity of a client, or what the carrier sent otherwise; empty when withheld. */
  readonly address: string
  readonly canBeTexted: boolean
}

/** Whoever has a number is known by it, also over a SIP trunk that vouches for one. */
export function callerAddress(caller: Caller): CallerAddress {
  const number = numberOf(caller)
  if (number !== null) return { kind: 'number', address: number, canBeTexted: canBeTexted(caller) }
  switch (caller.kind) {
    case 'sip':
      return { kind: 'sip', address: caller.asserted ?? caller.uri, canBeTexted: false }
    case 'client':
      return { kind: 'client', address: `client:${caller.identity}`, canBeTexted: false }
    case 'raw':
      return { kind: 'raw', address: caller.text, canBeTexted: false }
    default:
      return { kind: 'withheld', address: '', canBeTexted: false }
  }
}
