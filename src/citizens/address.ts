/** How a caller is reached, in one canonical text, and how it is shown to people who need not know it. */

/** Who calls or texts, as the channel saw it. */
export type CallerAddress = {
  readonly kind: 'number' | 'sip' | 'client' | 'raw' | 'withheld'
  /** E.164, `sip:user@host`, `client:name`, what the carrier sent otherwise; empty when withheld. */
  readonly address: string
  readonly canBeTexted: boolean
}

export type KnownKind = Exclude<CallerAddress['kind'], 'withheld'>

/** The host of a SIP address is case-blind, its user is not (RFC 3261, 19.1.4); parameters say how, not who. */
function canonicalSip(address: string): string {
  const [scheme = 'sip', rest = ''] = address.trim().split(/:(.*)/s)
  const bare = rest.split(/[;?]/, 1)[0] ?? ''
  const at = bare.lastIndexOf('@')
  const user = at < 0 ? '' : bare.slice(0, at)
  const host = bare
    .slice(at + 1)
    .toLowerCase()
    .replace(/:5060$/, '')
  return `${scheme.toLowerCase()}:${user === '' ? '' : `${user}@`}${host}`
}

/** The one text by which an address is found again; null when there is nothing to find it by. */
export function canonical(caller: CallerAddress): string | null {
  const { kind } = caller
  if (kind === 'withheld') return null
  const address = caller.address.trim()
  if (address === '') return null
  switch (kind) {
    case 'number':
      return address.replace(/[^\d+]/g, '')
    case 'sip':
      return canonicalSip(address)
    case 'client':
    case 'raw':
      return address
  }
}

const hidden = '•••'

const maskedDigits = (digits: string): string => {
  if (digits.length >= 11) return `${digits.slice(0, 6)}${hidden}${digits.slice(-4)}`
  if (digits.length >= 7) return `${digits.slice(0, 3)}${hidden}${digits.slice(-2)}`
  return hidden
}

/** What lists show: `+62812•••0001`, `sip:w•••@host`. Enough to tell two callers apart, too little to ring one up. */
export function masked(address: string): string {
  const scheme = /^(sips?|client):(.*)$/is.exec(address)
  if (scheme === null) return maskedDigits(address)
  const [, name = '', rest = ''] = scheme
  const at = rest.lastIndexOf('@')
  const user = at < 0 ? rest : rest.slice(0, at)
  const host = at < 0 ? '' : rest.slice(at)
  const shown = /^\+?\d+$/.test(user) ? maskedDigits(user) : `${user.slice(0, 1)}${hidden}`
  return `${name}:${shown}${host}`
}
