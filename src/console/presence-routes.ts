import { Type } from 'typebox'
import { pageSeen } from '../dispatch/page-service.ts'
import type { Presence as Operator } from '../dispatch/presence.ts'
import { presence, presenceOf } from '../dispatch/service.ts'
import { staffOf } from '../identity/guard.ts'
import type { Staff } from '../identity/staff.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { deviceView, targetOfWish } from './presence-device.ts'
import { Presence, PresenceWish, Room } from './presence-schema.ts'
import { changeProblems, iso, isoOrNull, Problem, problems } from './shapes.ts'

const toView = ({ since, until, device, ...operator }: Operator): Presence => ({
  ...operator,
  since: iso(since),
  until: isoOrNull(until),
  ...deviceView(device),
})

/** Someone who has never been on duty is offline since the account was made. */
const never = ({ id, name, createdAt }: Staff): Operator => ({
  staffId: id,
  name,
  state: 'offline',
  since: createdAt,
  until: null,
  thenState: null,
  device: null,
  missed: 0,
})

export function presenceRoutes(api: Api, house: ConsoleHouse): void {
  const { callbacks, database, setPresence } = house
  const mine = async (staff: Staff) => toView((await presenceOf(database, staff.id)) ?? never(staff))

  api.get(
    '/api/presence',
    {
      config: { permission: 'presence:read' },
      schema: {
        summary: 'The room: who is on duty and doing what',
        tags: ['presence'],
        response: { ...problems, 200: Room },
      },
    },
    async () => ({ operators: (await presence(database)).map(toView) }),
  )

  api.get(
    '/api/presence/me',
    {
      config: { permission: 'presence:own' },
      schema: { summary: 'What I am doing', tags: ['presence'], response: { ...problems, 200: Presence } },
    },
    (request) => mine(staffOf(request)),
  )

  api.put(
    '/api/presence/me',
    {
      config: { permission: 'presence:own' },
      schema: {
        summary: 'Say what I want to be; in mid-call it comes true afterwards',
        tags: ['presence'],
        body: PresenceWish,
        response: { ...changeProblems, 200: Presence, 422: Problem },
      },
    },
    async (request, reply) => {
      const staff = staffOf(request)
      const { state, device } = request.body
      // The same rule as when the carrier is asked: a phone that could never ring is refused here.
      if (device !== undefined && !callbacks.mayDial(targetOfWish(device, staff.id)))
        return reply.code(422).send({ error: 'not_dialable' })
      const wish = {
        staffId: staff.id,
        state,
        ...(device === undefined ? {} : { device: targetOfWish(device, staff.id) }),
      }
      await database.transact((tx) => setPresence(tx, wish, contextOf(house, request)))
      return mine(staff)
    },
  )

  api.post(
    '/api/presence/me/here',
    {
      config: { permission: 'presence:own' },
      schema: {
        summary: 'My page is open and its line is ready; said each ten seconds, or I am paused',
        tags: ['presence'],
        response: { ...problems, 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const seen = { staffId: staffOf(request).id }
      await database.transact(async (tx) => pageSeen(tx, seen, contextOf(house, request)))
      return reply.code(204).send(null)
    },
  )
}
