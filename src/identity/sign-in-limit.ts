/** How often a sign-in may be tried: which attempts are admitted, and who has to wait how long. Data in, data out. */

import { createHash } from 'node:crypto'
import { sourceOf } from './origin.ts'

const minute = 60_000
const hour = 60 * minute

/**
 * The narrow limit stops a guesser; the account's stops one with many addresses; the address's stops one with many logins, and is wide,
 * because a whole shift signs in from behind one address.
 */
export const limits = {
  windowMilliseconds: 15 * minute,
  perPair: 5,
  perAccount: 50,
  perAddress: 100,
  /** Doubled with every lock-out of an account, up to the longest; forgotten when it signs in, or after a day of peace. */
  firstLockMilliseconds: minute,
  longestLockMilliseconds: hour,
  addressLockMilliseconds: 5 * minute,
  strikesKeptMilliseconds: 24 * hour,
  /** Who has signed in from an address is not kept out there by what others do to the account elsewhere. */
  welcomeMilliseconds: 30 * 24 * hour,
} as const

export const counted = ['pair', 'account', 'address'] as const
export type Counted = (typeof counted)[number]

/** What is known of one key. Times in milliseconds since 1970. */
export type Tally = {
  readonly attempts: number
  readonly beganAt: number
  readonly lockedUntil: number | null
  /** Lock-outs in a row. */
  readonly strikes: number
  readonly welcomeUntil: number | null
  /** Nothing of it counts after this. */
  readonly keptUntil: number
}
export type Tallies = Readonly<Record<Counted, Tally>>

export const blank = (now: number): Tally => ({
  attempts: 0,
  beganAt: now,
  lockedUntil: null,
  strikes: 0,
  welcomeUntil: null,
  keptUntil: now,
})

const keyOf = (...parts: readonly string[]) => createHash('sha256').update(parts.join('\0')).digest('hex')

export const accountKey = (login: string): string => keyOf('account', login)

/** The keys under which an attempt is counted; hashes, because people type passwords into the wrong field. */
export const keysOf = (login: string, origin: string): Readonly<Record<Counted, string>> => ({
  pair: keyOf('pair', login, sourceOf(origin)),
  account: accountKey(login),
  address: keyOf('address', sourceOf(origin)),
})

export type Admission =
  | { readonly outcome: 'admitted'; readonly tallies: Tallies }
  /** `isNew`: this very attempt was one too many. */
  | { readonly outcome: 'locked'; readonly until: number; readonly isNew: boolean; readonly tallies: Tallies }

const lockFor = (strikes: number) =>
  Math.min(limits.firstLockMilliseconds * 2 ** (strikes - 1), limits.longestLockMilliseconds)

function count(tally: Tally, now: number): Tally {
  const isOver = tally.beganAt <= now - limits.windowMilliseconds
  return isOver ? { ...tally, attempts: 1, beganAt: now } : { ...tally, attempts: tally.attempts + 1 }
}

const locked = (tally: Tally, until: number): Tally => ({ ...tally, attempts: 0, lockedUntil: until })

function kept(which: Counted, tally: Tally, now: number): Tally {
  const peace = which === 'account' && tally.strikes > 0 ? now + limits.strikesKeptMilliseconds : 0
  const ends = [tally.beganAt + limits.windowMilliseconds, tally.lockedUntil ?? 0, tally.welcomeUntil ?? 0, peace]
  return { ...tally, keptUntil: Math.max(...ends) }
}

/**
 * Counts one attempt before anybody looks at the password. While a lock lasts nothing is counted, so that waiting is always enough. The
 * rules know no accounts, only keys: a login that does not exist is counted and locked like any other.
 */
export function admit(stored: Tallies, now: number): Admission {
  const alive = (tally: Tally) => (tally.keptUntil > now ? tally : blank(now))
  const [pair, account, address] = [alive(stored.pair), alive(stored.account), alive(stored.address)]
  const isWelcome = (pair.welcomeUntil ?? 0) > now
  const locks = [pair.lockedUntil, address.lockedUntil, isWelcome ? null : account.lockedUntil]
  const until = Math.max(...locks.map((lock) => lock ?? 0))
  if (until > now) return { outcome: 'locked', until, isNew: false, tallies: { pair, account, address } }
  return judge({ pair: count(pair, now), account: count(account, now), address: count(address, now) }, isWelcome, now)
}

function judge({ pair, account, address }: Tallies, isWelcome: boolean, now: number): Admission {
  const guesses = pair.attempts > limits.perPair
  const besieged = !isWelcome && account.attempts > limits.perAccount
  const crowded = address.attempts > limits.perAddress
  const strikes = account.strikes + (guesses || besieged ? 1 : 0)
  const accountUntil = now + lockFor(Math.max(1, strikes))
  const addressUntil = now + limits.addressLockMilliseconds
  const struck = { ...account, strikes }
  const tallies = {
    pair: kept('pair', guesses ? locked(pair, accountUntil) : pair, now),
    account: kept('account', besieged ? locked(struck, accountUntil) : struck, now),
    address: kept('address', crowded ? locked(address, addressUntil) : address, now),
  }
  if (!guesses && !besieged && !crowded) return { outcome: 'admitted', tallies }
  const until = Math.max(guesses || besieged ? accountUntil : 0, crowded ? addressUntil : 0)
  return { outcome: 'locked', until, isNew: true, tallies }
}
