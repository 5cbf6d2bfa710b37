import type { Me } from './views.ts'

type Place = { readonly name: string; readonly permission: Me['permissions'][number] }

/** The pages, each at `/<name>`, and whom they let in. */
export const places = [
  { name: 'desk', permission: 'presence:own' },
  { name: 'room', permission: 'presence:read' },
  { name: 'calls', permission: 'calls:read' },
  { name: 'tickets', permission: 'tickets:read' },
  { name: 'emergencies', permission: 'emergencies:read' },
  { name: 'admin', permission: 'health:read' },
] as const satisfies readonly Place[]

/** The parts of the administration, each at `/admin/<name>`. */
export const adminParts = [
  { name: 'health', permission: 'health:read' },
  { name: 'people', permission: 'staff:manage' },
  { name: 'lines', permission: 'site:read' },
  { name: 'duty', permission: 'duty:test' },
  { name: 'drills', permission: 'drills:run' },
  { name: 'flows', permission: 'flows:read' },
  { name: 'audit', permission: 'audit:read' },
] as const satisfies readonly Place[]

/** Whether the person may see what stands at this path. */
export function mayEnter(me: Me, path: string): boolean {
  const [, name, part] = path.split('/')
  const place: Place | undefined =
    (name === 'admin' ? adminParts.find((each) => each.name === part) : undefined) ??
    places.find((each) => each.name === name)
  return place !== undefined && me.permissions.includes(place.permission)
}
