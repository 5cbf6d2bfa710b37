/** Who did something, as the tables name them and as people do. */

/** The person's id in `staff:<id>`; null for anybody else. */
export const staffIn = (by: string | null) => (by?.startsWith('staff:') ? by.slice('staff:'.length) : null)

/** `staff:<id>` and `rung:<name>` as people call them. */
export function whoIs(by: string | null, names: ReadonlyMap<string, string>): string | null {
  if (by === null) return null
  return names.get(staffIn(by) ?? '') ?? by.replace(/^(rung|staff):/, '')
}
