/** Codes on paper for whoever has lost the phone: 80 bits as sixteen letters, in fours. */

import { createHash } from 'node:crypto'

export const recoveryCodes = 10
export const recoveryBytes = 10

// RFC 4648's base 32: no 0, 1, 8 or 9, which people take for letters.
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Ten random bytes as people copy them: `ABCD-EFGH-IJKL-MNOP`. */
export function writtenCode(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)])
  return letters.join('').replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** What is stored of a code, however it was typed; null for what cannot be one. 80 random bits need no slow hash. */
export function recoveryHash(typed: string): Buffer | null {
  const code = typed
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('0', 'O')
    .replaceAll('1', 'I')
    .replaceAll('8', 'B')
  return /^[A-Z2-7]{16}$/.test(code) ? createHash('sha256').update(code).digest() : null
}
