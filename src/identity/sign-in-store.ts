import { statement, type Tx } from '../platform/postgres.ts'
import { blank, type Counted, counted, type Tallies, type Tally } from './sign-in-limit.ts'

type TallyRow = {
  readonly key: string
  readonly attempts: number
  readonly began_at: Date
  readonly locked_until: Date | null
  readonly strikes: number
  readonly welcome_until: Date | null
  readonly kept_until: Date
}

export const statements = {
  // In a fixed order of keys, so that two attempts never wait for each other crosswise.
  ensure: statement(
    'identity.ensure_tallies',
    `insert into sign_in_attempts (key, attempts, began_at, kept_until)
     select key, 0, $2, $2 from unnest($1::text[]) as key order by key on conflict do nothing`,
  ),
  lock: statement<TallyRow>(
    'identity.lock_tallies',
    `select key, attempts, began_at, locked_until, strikes, welcome_until, kept_until
     from sign_in_attempts where key = any($1::text[]) order by key for update`,
  ),
  save: statement(
    'identity.save_tallies',
    `insert into sign_in_attempts (key, attempts, began_at, locked_until, strikes, welcome_until, kept_until, account)
     select * from unnest($1::text[], $2::integer[], $3::timestamptz[], $4::timestamptz[], $5::integer[], $6::timestamptz[],
       $7::timestamptz[], $8::text[]) as given (key) order by given.key
     on conflict (key) do update set attempts = excluded.attempts, began_at = excluded.began_at,
       locked_until = excluded.locked_until, strikes = excluded.strikes, welcome_until = excluded.welcome_until,
       kept_until = excluded.kept_until, account = excluded.account`,
  ),
  // What others tried in the meantime stays counted: only what this attempt was is taken back.
  welcome: statement(
    'identity.welcome',
    `update sign_in_attempts set
       attempts = case when key = $3 then greatest(attempts - 1, 0) else 0 end,
       strikes = 0,
       locked_until = case when key = $1 then null else locked_until end,
       welcome_until = case when key = $1 then $4 else welcome_until end,
       kept_until = case when key = $1 then greatest(kept_until, $4) else kept_until end
     where key in (select key from sign_in_attempts where key in ($1, $2, $3) order by key for update)`,
  ),
  uncount: statement(
    'identity.uncount_attempt',
    `update sign_in_attempts set attempts = greatest(attempts - 1, 0)
     where key in (select key from sign_in_attempts where key = any($1::text[]) order by key for update)`,
  ),
  open: statement('identity.open_account', 'delete from sign_in_attempts where key = $1 or account = $1'),
  sweep: statement('identity.sweep_tallies', 'delete from sign_in_attempts where kept_until <= $1'),
}

export type Keys = Readonly<Record<Counted, string>>

const toTally = (row: TallyRow): Tally => ({
  attempts: row.attempts,
  beganAt: row.began_at.getTime(),
  lockedUntil: row.locked_until?.getTime() ?? null,
  strikes: row.strikes,
  welcomeUntil: row.welcome_until?.getTime() ?? null,
  keptUntil: row.kept_until.getTime(),
})

const dateOf = (at: number | null) => (at === null ? null : new Date(at))

/** The tallies of an attempt, held until the transaction ends: attempts of one account, or from one address, come one after the other. */
export async function hold(tx: Tx, keys: Keys, now: number): Promise<Tallies> {
  const wanted = Object.values(keys)
  tx.post(statements.ensure, [wanted, new Date(now)])
  const rows = new Map((await tx.run(statements.lock, [wanted])).map((row) => [row.key, toTally(row)]))
  const tally = (which: Counted) => rows.get(keys[which]) ?? blank(now)
  return { pair: tally('pair'), account: tally('account'), address: tally('address') }
}

export function save(tx: Tx, keys: Keys, tallies: Tallies): void {
  const rows = counted.map((which) => ({ which, key: keys[which], ...tallies[which] }))
  tx.post(statements.save, [
    rows.map(({ key }) => key),
    rows.map(({ attempts }) => attempts),
    rows.map(({ beganAt }) => new Date(beganAt)),
    rows.map(({ lockedUntil }) => dateOf(lockedUntil)),
    rows.map(({ strikes }) => strikes),
    rows.map(({ welcomeUntil }) => dateOf(welcomeUntil)),
    rows.map(({ keptUntil }) => new Date(keptUntil)),
    rows.map(({ which }) => (which === 'pair' ? keys.account : null)),
  ])
}

/** The attempt was the person's own. */
export const welcome = (tx: Tx, { pair, account, address }: Keys, until: number): void =>
  tx.post(statements.welcome, [pair, account, address, new Date(until)])

export const uncount = (tx: Tx, keys: readonly string[]): void => tx.post(statements.uncount, [keys])

/** Takes every lock from an account, wherever it was tried. */
export const openAccount = (tx: Tx, account: string): void => tx.post(statements.open, [account])

export const sweep = (tx: Tx, now: number): void => tx.post(statements.sweep, [new Date(now)])
