import { StartProblem } from './start-problem.ts'

const sentences: Readonly<Record<string, (where: string) => string>> = {
  ECONNREFUSED: (where) => `No Postgres answers at ${where}.`,
  ENOTFOUND: (where) => `The name of the Postgres server at ${where} is not known.`,
  EAI_AGAIN: (where) => `The name of the Postgres server at ${where} is not known.`,
  ETIMEDOUT: (where) => `The Postgres at ${where} does not answer in time.`,
  EHOSTUNREACH: (where) => `The Postgres at ${where} cannot be reached.`,
  '28P01': (where) => `The Postgres at ${where} does not take this user and password.`,
  '28000': (where) => `The Postgres at ${where} does not let this user in.`,
  '3D000': (where) => `The Postgres at ${where} has no database of that name.`,
  '42501': (where) => `The user at ${where} may not create tables.`,
  '53100': (where) => `The disk of the Postgres at ${where} is full: make room there, then start again.`,
  '53300': (where) => `The Postgres at ${where} has no connection left.`,
}

function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/** A failure of the database at the start as one plain sentence; other errors are given back as they are. */
export function toDatabaseProblem(error: unknown, url: string, isOurs: boolean): unknown {
  const { code } = error as { code?: unknown }
  const sentence = typeof code === 'string' ? sentences[code] : undefined
  if (!sentence) return error
  const advice = isOurs || code === '53100' ? '' : ' Look at DATABASE_URL.'
  return new StartProblem(`${sentence(placeOf(url))}${advice}`, { cause: error })
}
