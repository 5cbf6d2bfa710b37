import pg from 'pg'

/** Postgres could not be asked, or went away in the middle. Whether what was sent last has happened is not known. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway'
  constructor(cause: unknown) {
    super('The database cannot be reached', { cause })
  }
}

/** What the server itself refused stays as it is, with its code; everything else that a connection throws is its loss. */
export const asTrouble = (error: unknown): unknown =>
  error instanceof pg.DatabaseError || error instanceof DatabaseAway ? error : new DatabaseAway(error)

/**
 * Codes of a server that cannot serve (PostgreSQL, appendix A): connection exceptions, no room (disk, memory, connections), shutting
 * down or starting, a standby that takes no writes, a broken disk, a broken file.
 */
const serverIsAway = /^(08|53|58|XX00[12]|57P0[1-5]|25006)/
/** A statement or a lock took too long, a transaction idled, or two waited for each other: the next attempt may do. */
const attemptWasSlow = /^(57014|55P03|40P01|40001|25P0[34])$/

/** `away`: the database as a whole; `slow`: this attempt; null: the error has nothing to do with it. Causes are looked through. */
export function troubleOf(error: unknown): 'away' | 'slow' | null {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if (each instanceof DatabaseAway) return 'away'
    if (!(each instanceof pg.DatabaseError)) continue
    const { code = '' } = each
    if (serverIsAway.test(code)) return 'away'
    if (attemptWasSlow.test(code)) return 'slow'
  }
  return null
}
