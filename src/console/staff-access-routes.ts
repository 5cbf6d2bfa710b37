/** Others' ways in, and the phone that rings for them. */
import { Type } from 'typebox'
import { setDevice } from '../dispatch/service.ts'
import { staffOf } from '../identity/guard.ts'
import { removeSecondFactor } from '../identity/second-factor-service.ts'
import { endAllSessions, staffByLogin } from '../identity/service.ts'
import type { Staff } from '../identity/staff.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { targetOfWish } from './presence-device.ts'
import { Login } from './session-schema.ts'
import { changeProblems, Problem, problems } from './shapes.ts'
import { Device, Person } from './staff-schema.ts'
import { personView } from './staff-view.ts'

type Deed = (tx: Tx, staff: Staff, by: Staff, ctx: Context) => Promise<'done' | 'unknown' | 'own_account'>

const endSessions: Deed = async (tx, { id }, _, ctx) => {
  endAllSessions(tx, id, ctx)
  return 'done'
}

/** One's own is taken off on one's own page, by who knows the password: a page that was left open is not the person. */
const removeFactor: Deed = async (tx, { id }, by, ctx) => {
  if (id === by.id) return 'own_account'
  return (await removeSecondFactor(tx, id, ctx)) ? 'done' : 'unknown'
}

export function staffAccessRoutes(api: Api, house: ConsoleHouse): void {
  const { callbacks, database } = house
  const config = { permission: 'staff:manage' } as const
  const tags = ['staff']

  function offer(path: string, summary: string, deed: Deed): void {
    const response = { ...problems, 204: Type.Null(), 404: Problem, 409: Problem }
    api.delete(
      `/api/staff/:login/${path}`,
      { config, schema: { summary, tags, params: Login, response } },
      async (request, reply) => {
        const done = await database.transact(async (tx) => {
          const staff = await staffByLogin(tx, request.params.login)
          return staff === null ? 'unknown' : deed(tx, staff, staffOf(request), contextOf(house, request))
        })
        if (done === 'done') return reply.code(204).send(null)
        return reply.code(done === 'unknown' ? 404 : 409).send({ error: done })
      },
    )
  }

  offer('sessions', 'Sign somebody out everywhere', endSessions)
  offer('second-factor', 'Take the second factor off for who has lost phone and paper', removeFactor)

  api.put(
    '/api/staff/:login/device',
    {
      config,
      schema: {
        summary: 'Which phone rings for somebody: a number or SIP address within the dialling rules, or the browser',
        tags,
        params: Login,
        body: Device,
        response: { ...changeProblems, 200: Person, 404: Problem, 422: Problem },
      },
    },
    async (request, reply) => {
      const staff = await staffByLogin(database, request.params.login)
      if (staff === null) return reply.code(404).send({ error: 'unknown' })
      const target = targetOfWish(request.body.device, staff.id)
      // The same rule as when the carrier is asked: a phone that could never ring is refused here.
      if (!callbacks.mayDial(target)) return reply.code(422).send({ error: 'not_dialable' })
      await database.transact(async (tx) =>
        setDevice(tx, { staffId: staff.id, device: target }, contextOf(house, request)),
      )
      return (await personView(database, staff.login)) ?? reply.code(404).send({ error: 'unknown' })
    },
  )
}
