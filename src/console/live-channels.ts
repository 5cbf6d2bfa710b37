/** What the pages show live: one row a channel. */

import type { LiveChannel } from '../platform/live.ts'
import type { ConsoleHouse } from './api.ts'
import { desks } from './desk-view.ts'
import { roomNow } from './room-view.ts'

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
