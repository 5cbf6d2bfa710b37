/** Where a page of a list ended: handed out with the page, and taken back to fetch the next one. */
export type Cursor = { readonly at: number; readonly id: string }

export const encodeCursor = ({ at, id }: Cursor): string => Buffer.from(`${at} ${id}`).toString('base64url')

/** Null for anything that `encodeCursor` did not make. */
export function decodeCursor(text: string): Cursor | null {
  const parts = /^(\d{1,15}) ([A-Za-z0-9-]{1,64})$/.exec(Buffer.from(text, 'base64url').toString('utf8'))
  return parts === null ? null : { at: Number(parts[1]), id: parts[2] ?? '' }
}

/** The rows of a page, and the cursor of the next when the page is full. */
export function paged<Row>(rows: readonly Row[], limit: number, cursorOf: (row: Row) => Cursor) {
  const last = rows.length < limit ? undefined : rows[limit - 1]
  return { rows, next: last === undefined ? null : encodeCursor(cursorOf(last)) }
}
