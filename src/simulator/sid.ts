import { randomUUID } from 'node:crypto'

export type SidPrefix = 'CA' | 'CF' | 'RE' | 'SM' | 'PN' | 'QU' | 'BY' | 'AP' | 'EV'

/** A new identifier of Twilio's shape: two letters and 32 hex digits. Random even with a seed, so that a restart never reuses one. */
export function newSid(prefix: SidPrefix): string {
  return prefix + randomUUID().replaceAll('-', '')
}
