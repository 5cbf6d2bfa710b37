import type { Readable } from 'node:stream'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { listAgencies } from '../agencies/service.ts'
import type { DispatchHouse } from '../dispatch/hooks.ts'
import { presenceOf, setPresence } from '../dispatch/service.ts'
import type { Target } from '../flow/verbs.ts'
import { removeSecondFactor } from '../identity/second-factor-service.ts'
import { addStaff, changePassword, disableStaff, listStaff, staffByLogin } from '../identity/service.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Desk } from './house.ts'
import { promptPassword, readPassword } from './password-prompt.ts'
import { moment, table } from './print.ts'

/** True: done. Whatever was wrong has been printed. */
type Result = Promise<boolean>

const context = (desk: Desk) => ({ now: desk.now(), actor: 'system' })

/** A phone as people write it: a number (Indonesian unless it says otherwise), `sip:` or `client:`. */
export function readPhone(text: string): Target | null {
  if (/^sips?:[^\s@]+@[^\s@]+$/.test(text)) return { kind: 'sip', uri: text }
  const client = /^client:([A-Za-z0-9_.-]+)$/.exec(text)?.[1]
  if (client !== undefined) return { kind: 'client', identity: client }
  const number = parsePhoneNumberFromString(text, 'ID')
  return number?.isPossible() ? { kind: 'number', number: number.number } : null
}

// Keeping a phone or going off duty rings nobody, so that no lane is ever looked up here.
const ringsNobody: DispatchHouse = {
  lane: (id) => {
    throw new Error(`A command does not ring anyone, and lane ${id} was asked for`)
  },
  emergencies: { answered: async () => {}, lost: async () => {}, recalled: async () => {} },
}

const goOffDuty = (tx: Tx, desk: Desk, staffId: string, device?: Target) =>
  setPresence(tx, ringsNobody, { staffId, state: 'offline', ...(device ? { device } : {}) }, context(desk))

/** The password from the stream, or asked for twice; null when there is none, which has been said. */
async function passwordFor({ words, print }: Desk, stdin: Readable | null): Promise<string | null> {
  if (stdin !== null) return readPassword(stdin)
  const given = await promptPassword(words.say('password'), words.say('again'))
  if (given.outcome === 'given') return given.password
  print(words.say(given.outcome === 'differ' ? 'passwordsDiffer' : 'noTerminal'))
  return null
}

export type UserToAdd = {
  readonly login: string
  readonly name: string
  readonly role: readonly string[]
  readonly phone?: string
  readonly agency?: string
}

export async function addUser(desk: Desk, user: UserToAdd, stdin: Readable | null): Result {
  const { database, words, print } = desk
  const device = user.phone === undefined ? undefined : readPhone(user.phone)
  if (device === null) {
    print(words.say('badPhone', { phone: user.phone ?? '' }))
    return false
  }
  if (user.agency !== undefined && !(await listAgencies(database)).some(({ id }) => id === user.agency)) {
    print(words.problem('agency_unknown'))
    return false
  }
  const password = await passwordFor(desk, stdin)
  if (password === null) return false
  const { login, name, role: roles, agency } = user
  const added = await database.transact(async (tx) => {
    const input = { login, name, roles, password, ...(agency === undefined ? {} : { agencyId: agency }) }
    const result = await addStaff(tx, input, context(desk))
    if (result.outcome === 'added' && device !== undefined) await goOffDuty(tx, desk, result.staff.id, device)
    return result
  })
  switch (added.outcome) {
    case 'added':
      print(
        words.say('added', { login: added.staff.login, name: added.staff.name, roles: added.staff.roles.join(', ') }),
      )
      return true
    case 'login_taken':
      print(words.say('loginTaken', { login }))
      return false
    case 'refused':
      for (const problem of added.problems) print(words.problem(problem))
      return false
  }
}

export async function listUsers({ database, words, print, zone }: Desk): Result {
  const staff = await listStaff(database)
  if (staff.length === 0) {
    print(words.say('noStaff'))
    return true
  }
  const heads = [
    words.column('login'),
    words.column('name'),
    words.column('roles'),
    words.column('agency'),
    words.column('state'),
  ]
  const rows = staff.map(({ login, name, roles, agencyId, disabledAt }) => [
    login,
    name,
    roles.join(', '),
    agencyId ?? '-',
    disabledAt === null ? words.say('active') : words.say('closed', { time: moment(disabledAt, zone) }),
  ])
  print(table(heads, rows))
  return true
}

/** Closes the account, its sessions, and its place in the room: nobody who is gone is rung. */
export async function disableUser(desk: Desk, login: string): Result {
  const { database, words, print } = desk
  const touched = await database.transact(async (tx) => {
    const staff = await staffByLogin(tx, login)
    if (staff !== null && (await presenceOf(tx, staff.id)) !== null) await goOffDuty(tx, desk, staff.id)
    return disableStaff(tx, { login }, context(desk))
  })
  print(words.say(touched.outcome === 'done' ? 'disabled' : 'unknownLogin', { login }))
  return touched.outcome === 'done'
}

export async function changeUserPassword(desk: Desk, login: string, stdin: Readable | null): Result {
  const { database, words, print } = desk
  const password = await passwordFor(desk, stdin)
  if (password === null) return false
  const changed = await changePassword(database, { login, password }, context(desk))
  if (changed.outcome === 'refused') for (const problem of changed.problems) print(words.problem(problem))
  else print(words.say(changed.outcome === 'done' ? 'passwordChanged' : 'unknownLogin', { login }))
  return changed.outcome === 'done'
}

/** For who has lost phone and recovery codes, and no administrator can help. */
export async function turnOffSecondFactor(desk: Desk, login: string): Result {
  const { database, words, print } = desk
  const isOff = await database.transact(async (tx) => {
    const staff = await staffByLogin(tx, login)
    return staff !== null && removeSecondFactor(tx, staff.id, context(desk))
  })
  print(words.say(isOff ? 'secondFactorOff' : 'noSecondFactor', { login }))
  return isOff
}
