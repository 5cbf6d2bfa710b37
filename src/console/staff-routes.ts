/** What an administrator does for others' accounts. */
import { Type } from 'typebox'
import { removeSecondFactor } from '../identity/second-factor-service.ts'
import { endAllSessions, staffByLogin } from '../identity/service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { Login } from './session-schema.ts'
import { Problem, problems } from './shapes.ts'

type Deed = (tx: Tx, staffId: string, ctx: Context) => Promise<boolean>

const endSessions: Deed = async (tx, staffId, ctx) => {
  endAllSessions(tx, staffId, ctx)
  return true
}

export function staffRoutes(api: Api, house: ConsoleHouse): void {
  const { database } = house

  function offer(path: string, summary: string, deed: Deed): void {
    const response = { ...problems, 204: Type.Null(), 404: Problem }
    api.delete(
      `/api/staff/:login/${path}`,
      { config: { permission: 'staff:manage' }, schema: { summary, tags: ['staff'], params: Login, response } },
      async (request, reply) => {
        const done = await database.transact(async (tx) => {
          const staff = await staffByLogin(tx, request.params.login)
          return staff !== null && deed(tx, staff.id, contextOf(house, request))
        })
        return done ? reply.code(204).send(null) : reply.code(404).send({ error: 'unknown' })
      },
    )
  }

  offer('sessions', 'Sign somebody out everywhere', endSessions)
  offer('second-factor', 'Take the second factor off for who has lost phone and paper', removeSecondFactor)
}
