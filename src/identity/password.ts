import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import pLimit from 'p-limit'

const derive = promisify(argon2)

// OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const
const tagLength = 32

/**
 * Each takes 19 MiB and one of the few threads that files and names of hosts are read with too: two at once, and so many more may wait
 * (some seconds). Beyond that a flood of sign-ins is turned away instead of taking the machine from the callers.
 */
const atOnce = pLimit(2)
export const mostWaiting = 50

/** Too many passwords are being looked at; in a moment there will be room. */
export class PasswordsBusy extends Error {
  readonly statusCode = 503
  constructor() {
    super('Too many passwords are being hashed at once')
  }
}

const encode = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

type Cost = { readonly memory: number; readonly passes: number; readonly parallelism: number }

/** One password typed on two keyboards may differ in bytes; NFKC makes them one (RFC 8265, 4.2). */
const hash = (
  password: string,
  nonce: Buffer,
  { memory, passes, parallelism }: Cost,
  length: number,
): Promise<Buffer> => {
  if (atOnce.pendingCount >= mostWaiting) return Promise.reject(new PasswordsBusy())
  const message = password.normalize('NFKC')
  return atOnce(() => derive('argon2id', { message, nonce, memory, passes, parallelism, tagLength: length }))
}

/** A fresh hash in the PHC string format, which carries its own parameters. About 40 ms of one core. Throws PasswordsBusy. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await hash(password, nonce, cost, tagLength)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(nonce)}$${encode(tag)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

// Compared with when nobody has that login, so that the answer takes as long as for a wrong password.
const decoy = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(Buffer.alloc(16))}$${encode(Buffer.alloc(tagLength))}`

/** Is it the password? Without a stored hash the same work is done and the answer is no. Throws on a hash of another make, and PasswordsBusy. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = phc.exec(stored ?? decoy)
  if (parts === null) throw new Error('A stored password hash cannot be read')
  const [, memory, passes, parallelism, nonce = '', tag = ''] = parts
  const expected = Buffer.from(tag, 'base64')
  const costs = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const actual = await hash(password, Buffer.from(nonce, 'base64'), costs, expected.length)
  return timingSafeEqual(actual, expected) && stored !== null
}
