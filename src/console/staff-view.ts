/** People's accounts with their phones. */
import { listAgencies } from '../agencies/service.ts'
import { presence } from '../dispatch/service.ts'
import type { Target } from '../flow/verbs.ts'
import { listStaff } from '../identity/service.ts'
import type { Staff } from '../identity/staff.ts'
import { secondFactors } from '../identity/staff-service.ts'
import type { Reader } from '../platform/postgres.ts'
import { iso, isoOrNull } from './shapes.ts'
import type { Person } from './staff-schema.ts'

/** In full: who keeps the accounts has to see which phone rings. */
function shownDevice(device: Target | null): string | null {
  if (device === null) return null
  switch (device.kind) {
    case 'number':
      return device.number
    case 'sip':
      return device.uri
    case 'client':
      return 'browser'
  }
}

export async function peopleView(reader: Reader): Promise<readonly Person[]> {
  const [staff, room, factors] = await Promise.all([listStaff(reader), presence(reader), secondFactors(reader)])
  const devices = new Map(room.map(({ staffId, device }) => [staffId, device]))
  return staff.map((one) => shown(one, devices.get(one.id) ?? null, factors.has(one.id)))
}

export async function personView(reader: Reader, login: string): Promise<Person | null> {
  return (await peopleView(reader)).find((one) => one.login === login) ?? null
}

function shown(staff: Staff, device: Target | null, hasSecondFactor: boolean): Person {
  const { id, login, name, roles, agencyId, languages, skills, createdAt, disabledAt, passwordUntil } = staff
  return {
    ...{ id, login, name, roles: [...roles], agencyId, languages: [...languages], skills: [...skills] },
    device: shownDevice(device),
    hasSecondFactor,
    createdAt: iso(createdAt),
    disabledAt: isoOrNull(disabledAt),
    oneTimeUntil: isoOrNull(passwordUntil),
  }
}

type Named = { readonly agencyId?: string | null | undefined; readonly skills?: readonly string[] | undefined }

/** What an account names that the region does not have; null when all is there. */
export async function unknownOf(
  reader: Reader,
  { agencyId, skills }: Named,
  lanes: readonly string[],
): Promise<{ readonly error: 'unknown_agency' | 'unknown_lane'; readonly details: string[] } | null> {
  if (skills?.some((skill) => !lanes.includes(skill))) return { error: 'unknown_lane', details: [...lanes] }
  if (agencyId === undefined || agencyId === null) return null
  const there = (await listAgencies(reader)).map(({ id }) => id)
  return there.includes(agencyId) ? null : { error: 'unknown_agency', details: there }
}
