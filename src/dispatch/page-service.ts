/** Operators who talk in a browser are there as long as their page says so: nobody is to ring at a page that was closed. */

import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import * as pages from './page-store.ts'
import { pageFreshMilliseconds } from './presence.ts'

/** The page is open and its line is ready. */
export const pageSeen = (tx: Tx, { staffId }: { readonly staffId: string }, { now }: Context): void =>
  pages.see(tx, staffId, now)

/** The janitor of pages: whose page has been silent too long pauses, and says free again when back. Gives how many. */
export const pauseGonePages = (tx: Tx, { now }: Context): Promise<number> =>
  pages.pauseGone(tx, now, now - pageFreshMilliseconds)
