import type { Api, ConsoleHouse } from './api.ts'
import { Health } from './health-schema.ts'
import { healthView } from './health-view.ts'
import { problems } from './shapes.ts'

/** Names, numbers and stable words only: nothing of addresses, passwords or what machines say in their errors. */
export function healthRoutes(api: Api, { administration, clock, database }: ConsoleHouse): void {
  api.get(
    '/api/health',
    {
      config: { permission: 'health:read' },
      schema: {
        summary: 'How engines, queues, carrier, backups and disk are',
        tags: ['health'],
        response: { ...problems, 200: Health },
      },
    },
    async () => healthView(database, await administration.vitals(), clock()),
  )
}
