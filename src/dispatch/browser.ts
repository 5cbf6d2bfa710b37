/** What the carrier calls an operator's browser: letters, digits and underscores, as the carrier's access tokens want it. */

const identity = /^staff_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/

/** The identity of a person's browser; chosen by us and put into the token that we sign, never by a page. */
export const browserIdentity = (staffId: string): string => `staff_${staffId.replaceAll('-', '')}`

/** Whose browser it is; null for an identity that is none of ours. */
export function staffOfBrowser(named: string): string | null {
  const parts = identity.exec(named)
  return parts === null ? null : parts.slice(1).join('-')
}
