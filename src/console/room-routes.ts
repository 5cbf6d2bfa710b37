import type { Api, ConsoleHouse } from './api.ts'
import { RoomNow } from './room-schema.ts'
import { roomNow } from './room-view.ts'
import { problems } from './shapes.ts'

/** The same as the channel `room` of GET /api/live, for whoever asks once. */
export function roomRoutes(api: Api, { database, sealer, clock, roomRules }: ConsoleHouse): void {
  api.get(
    '/api/room',
    {
      config: { permission: 'presence:read' },
      schema: {
        summary: 'The room as it is now: operators and with whom they are, lanes, who waits, emergencies, alarms',
        tags: ['presence'],
        response: { ...problems, 200: RoomNow },
      },
    },
    () => roomNow(database, roomRules(clock()), sealer, clock()),
  )
}
