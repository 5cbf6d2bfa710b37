import type { Api, ConsoleHouse } from './api.ts'
import { problems } from './shapes.ts'
import { Site } from './site-schema.ts'

export function siteRoutes(api: Api, { site }: ConsoleHouse): void {
  api.get(
    '/api/site',
    {
      config: { permission: 'signed-in' },
      schema: {
        summary: "The region's clock, and names for the ids of lanes, steps, topics and districts",
        tags: ['site'],
        response: { ...problems, 200: Site },
      },
    },
    () => {
      const { lanes, ladders, steps, topics, districts, agencies, contacts, ...rest } = site()
      return {
        ...rest,
        lanes: [...lanes],
        ladders: ladders.map(({ rungs, ...ladder }) => ({ ...ladder, rungs: [...rungs] })),
        steps: [...steps],
        topics: [...topics],
        districts: [...districts],
        agencies: [...agencies],
        contacts: [...contacts],
      }
    },
  )
}
