/** What the pages show live: one row a channel. */

import type { LiveChannel } from '../platform/live.ts'
import type { ConsoleHouse } from './api.ts'

/** Tables without a channel that lists and single pages are read from: pages that show them read again when one changes. */
export const listedTables: ReadonlySet<string> = new Set([
  'agencies',
  'calls',
  'callbacks',
  'emergencies',
  'incidents',
  'legs',
  'operators',
  'publications',
  'recordings',
  'rung_attempts',
  'staff',
  'tickets',
  'ticket_events',
  'waits',
])

export const liveChannels = (_house: ConsoleHouse): readonly LiveChannel[] => []
