/** What each role may do. What is not listed is denied. */

export const roles = ['operator', 'supervisor', 'coordinator', 'agency', 'administrator'] as const
export type Role = (typeof roles)[number]

export const permissions = [
  'calls:read',
  /** To take calls away as a table; each time stays in the audit. */
  'calls:export',
  /** To show everybody a filter that one keeps. */
  'calls:share-views',
  /** To hear what was recorded on a call; each opening stays in the audit. */
  'recordings:play',
  'emergencies:read',
  /** To end an emergency's ladder, with a reason that is recorded. */
  'emergencies:close',
  /** To read what whoever takes an emergency over is told, the callback number too; each opening stays in the audit. */
  'emergencies:hand-over',
  /** Tickets of one's own agency. */
  'tickets:read',
  'tickets:read-all',
  'tickets:fill',
  'tickets:note',
  /** To try a step; which steps, and on which tickets, the table in `tickets/ticket.ts` says. */
  'tickets:step',
  'incidents:read',
  /** To say of a ticket that it belongs to an incident, or does not. */
  'incidents:attach',
  /** To tell callers of an incident, to change what they hear, and to end it. */
  'incidents:lead',
  /** To see which texts the line runs on, and since when. */
  'flows:read',
  /** To publish texts, to schedule them, and to take them back. */
  'flows:publish',
  'presence:read',
  /** To take calls: to say of oneself free, paused, offline. */
  'presence:own',
  /** To hold, mute, bring in and end in a conversation of somebody else. */
  'conversations:lead',
  /** To see a citizen's number in clear, with a reason that is recorded. */
  'citizens:open',
  /** To take back what a number meets that was used for pranks, with a reason that is recorded. */
  'nuisance:lift',
  /** To add people, to change what they may do, and to let them in again. */
  'staff:manage',
  /** To read lanes, hours, agencies and duty numbers as the site's files say them. */
  'site:read',
  /** To ring a duty number to see whether it works. */
  'duty:test',
  /** To ring the marked phones of a ladder, which hear that it is a drill. */
  'drills:run',
  /** To see how the engines, the queues, the carrier and the backups are. */
  'health:read',
  /** To read who opened and changed what. */
  'audit:read',
] as const
export type Permission = (typeof permissions)[number]

/** What a route declares: a permission, or that it needs none beyond being signed in, or not even that. */
export type Access = Permission | 'signed-in' | 'public'

const desk: readonly Permission[] = [
  'calls:read',
  'recordings:play',
  'emergencies:read',
  'emergencies:hand-over',
  'tickets:read',
  'tickets:read-all',
  'tickets:fill',
  'tickets:note',
  'tickets:step',
  'incidents:read',
  'incidents:attach',
  'flows:read',
  'presence:read',
  'citizens:open',
]

export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  operator: [...desk, 'emergencies:close', 'presence:own'],
  supervisor: [
    ...desk,
    'calls:export',
    'calls:share-views',
    'conversations:lead',
    'emergencies:close',
    'incidents:lead',
    'nuisance:lift',
    'presence:own',
    'site:read',
    'drills:run',
    'health:read',
  ],
  coordinator: [
    ...desk,
    'calls:export',
    'calls:share-views',
    'incidents:lead',
    'nuisance:lift',
    'flows:publish',
    'site:read',
    'duty:test',
    'drills:run',
    'health:read',
  ],
  agency: ['tickets:read', 'tickets:note', 'tickets:step'],
  administrator: [
    'calls:read',
    'emergencies:read',
    'flows:read',
    'flows:publish',
    'presence:read',
    'staff:manage',
    'site:read',
    'duty:test',
    'drills:run',
    'health:read',
    'audit:read',
  ],
}

/** Whoever looks, as far as what may be seen depends on it. */
export type Viewer = { readonly roles: readonly string[] }

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)

/** Everything that these roles may do together; an unknown role may do nothing. */
export const allowed = (held: readonly string[]): readonly Permission[] => {
  const granted = new Set(held.filter(isRole).flatMap((role) => permissionsOf[role]))
  return permissions.filter((permission) => granted.has(permission))
}

export const may = (held: readonly string[], permission: Permission): boolean => allowed(held).includes(permission)
