/** Who did something, as the tables name them and as people do. */

/** The person's id in `staff:<id>`; null for anybody else. */
export const staffIn = (by: string | null) => (by?.startsWith('staff:') ? by.slice('staff:'.length) : null)

const person = /^(staff|rung|duty):/

/** Somebody, and not the program or what the carrier told it. */
export const isPerson = (by: string | null): boolean => by !== null && person.test(by)

/** `staff:<id>`, `rung:<name>` and `duty:<name>` as people call them. */
export function whoIs(by: string | null, names: ReadonlyMap<string, string>): string | null {
  if (by === null) return null
  return names.get(staffIn(by) ?? '') ?? by.replace(person, '')
}
