import { staffOf } from '../identity/guard.ts'
import { suggestPlaces } from '../places/suggest.ts'
import type { Api, ConsoleHouse } from './api.ts'
import { History, OwnTalks, PlaceQuery, Places } from './desk-history-schema.ts'
import { historyOf, ownTalksOf } from './desk-history-view.ts'
import { Id, problems } from './shapes.ts'

/** What helps whoever writes a ticket: what this citizen had to do with us before, and where something is. */
export function deskHistoryRoutes(api: Api, house: ConsoleHouse): void {
  const { database, sealer, clock, gazetteer } = house

  api.get(
    '/api/citizens/:id/history',
    {
      config: { permission: 'tickets:read-all' },
      schema: {
        summary: "A citizen's earlier calls and tickets, without the number; nothing that was told in confidence",
        tags: ['desk'],
        params: Id,
        response: { ...problems, 200: History },
      },
    },
    (request) => historyOf(database, request.params.id, staffOf(request), sealer, clock()),
  )

  api.get(
    '/api/desk/conversations',
    {
      config: { permission: 'presence:own' },
      schema: {
        summary: 'My last conversations, with their tickets and how they ended',
        tags: ['desk'],
        response: { ...problems, 200: OwnTalks },
      },
    },
    (request) => ownTalksOf(database, staffOf(request).id, staffOf(request), sealer),
  )

  api.get(
    '/api/places',
    {
      config: { permission: 'tickets:fill' },
      schema: {
        summary: 'Places that a few letters may mean, likeliest first',
        tags: ['desk'],
        querystring: PlaceQuery,
        response: { ...problems, 200: Places },
      },
    },
    (request) => ({
      places: suggestPlaces(gazetteer(), request.query.text).map(({ place, district }) => ({
        id: place.id,
        kind: place.kind,
        name: place.name,
        district: place.district,
        districtName: district?.name ?? null,
      })),
    }),
  )
}
