/** What the pages show live: one row a channel. */

import type { LiveChannel } from '../platform/live.ts'
import type { ConsoleHouse } from './api.ts'
import { desks } from './desk-view.ts'
import { roomNow } from './room-view.ts'

/** Tables without a channel that lists and single pages are read from: pages that show them read again when one changes. */
export const listedTables: ReadonlySet<string> = new Set([
  'agencies',
  'calls',
  'drills',
  'duty_tests',
  'call_log',
  'duty_alerts',
  'call_views',
  'callbacks',
  'emergencies',
  'incidents',
  'legs',
  'nuisance_facts',
  'nuisance_lifts',
  'operators',
  'publications',
  'recordings',
  'recoveries',
  'rung_attempts',
  'staff',
  'tickets',
  'ticket_drafts',
  'ticket_events',
  'waits',
])

/** Each operator's own work. A caller's heartbeat changes nothing of it, and is told each few seconds for everyone: `waits` is not in it. */
const desk = ({ database, sealer, clock }: ConsoleHouse): LiveChannel => ({
  name: 'desk',
  tables: [
    'callbacks',
    'conversations',
    'dispositions',
    'emergencies',
    'legs',
    'offers',
    'operators',
    'rung_attempts',
    'tickets',
  ],
  admits: (permissions) => permissions.includes('presence:own'),
  of: 'each',
  read: (people) => desks(database, people, sealer, clock()),
})

/** The room, for everybody who may see it: one reading for all. Limits pass without a change, so it is read again by the clock too. */
const room = ({ database, sealer, clock, roomRules }: ConsoleHouse): LiveChannel => ({
  name: 'room',
  tables: [
    'callbacks',
    'duty_alerts',
    'emergencies',
    'offers',
    'operators',
    'recoveries',
    'staff',
    'text_emergencies',
    'waits',
  ],
  everySeconds: 5,
  admits: (permissions) => permissions.includes('presence:read'),
  of: 'all',
  read: () => roomNow(database, roomRules(clock()), sealer, clock()),
})

export const liveChannels = (house: ConsoleHouse): readonly LiveChannel[] => [desk(house), room(house)]
