/** What an administrator does for others' accounts. */
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { presenceOf } from '../dispatch/service.ts'
import { staffOf } from '../identity/guard.ts'
import { may } from '../identity/permission.ts'
import { normalLogin } from '../identity/staff.ts'
import { changeStaff, closeAccount, employ, giveOneTimePassword, reopenAccount } from '../identity/staff-service.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/postgres.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { Login } from './session-schema.ts'
import { changeProblems, iso, Problem, problems } from './shapes.ts'
import { AddedPerson, NewPerson, OneTimePassword, People, Person, PersonChange } from './staff-schema.ts'
import { peopleView, personView, unknownOf } from './staff-view.ts'

const config = { permission: 'staff:manage' } as const
const refusals = { ...changeProblems, 404: Problem, 409: Problem, 422: Problem }
const tags = ['staff']

export function staffRoutes(api: Api, house: ConsoleHouse): void {
  const { database, setPresence, site } = house
  const lanes = () => site().lanes.map(({ id }) => id)

  /** Off duty, for whoever was ever on it. */
  async function leaveDuty(tx: Tx, staffId: string, context: Context): Promise<void> {
    if ((await presenceOf(tx, staffId)) !== null) await setPresence(tx, { staffId, state: 'offline' }, context)
  }

  async function person(reply: FastifyReply, login: string) {
    return (await personView(database, login)) ?? reply.code(404).send({ error: 'unknown' })
  }

  api.get(
    '/api/staff',
    { config, schema: { summary: 'Everybody with an account', tags, response: { ...problems, 200: People } } },
    async () => ({ people: [...(await peopleView(database))] }),
  )

  api.post(
    '/api/staff',
    {
      config,
      schema: {
        summary: 'Add somebody; the password that comes back opens only the choice of an own one',
        tags,
        body: NewPerson,
        response: { ...refusals, 201: AddedPerson },
      },
    },
    async (request, reply) => {
      const { agencyId, languages = [], skills = [], ...rest } = request.body
      const missing = await unknownOf(database, { agencyId, skills }, lanes())
      if (missing !== null) return reply.code(422).send(missing)
      const account = { ...rest, languages, skills, ...(agencyId ? { agencyId } : {}) }
      const added = await employ(database, account, contextOf(house, request))
      switch (added.outcome) {
        case 'added': {
          const [{ login }, { password, until }] = [added.staff, added.oneTime]
          const made = await personView(database, login)
          if (made === null) throw new Error('An account that was just added is not there')
          reply.header('cache-control', 'no-store')
          return reply.code(201).send({ person: made, oneTime: { password, until: iso(until) } })
        }
        case 'login_taken':
          return reply.code(409).send({ error: 'login_taken' })
        case 'refused':
          return reply.code(422).send({ error: 'account_refused', details: [...added.problems] })
      }
    },
  )

  api.patch(
    '/api/staff/:login',
    {
      config,
      schema: {
        summary: 'Change what an account says of its person; rights count from their next request on',
        tags,
        params: Login,
        body: PersonChange,
        response: { ...refusals, 200: Person },
      },
    },
    async (request, reply) => {
      const login = normalLogin(request.params.login)
      const missing = await unknownOf(database, request.body, lanes())
      if (missing !== null) return reply.code(422).send(missing)
      const context = contextOf(house, request)
      const changed = await database.transact(async (tx) => {
        const done = await changeStaff(tx, { ...request.body, login }, context)
        // Who may not take calls any more is not offered any.
        if (done.outcome === 'changed' && !may(done.staff.roles, 'presence:own'))
          await leaveDuty(tx, done.staff.id, context)
        return done
      })
      switch (changed.outcome) {
        case 'changed':
          return person(reply, login)
        case 'unknown':
          return reply.code(404).send({ error: 'unknown' })
        case 'refused':
          return reply.code(422).send({ error: 'account_refused', details: [...changed.problems] })
        case 'own_right':
        case 'last_administrator':
          return reply.code(409).send({ error: changed.outcome })
      }
    },
  )

  api.put(
    '/api/staff/:login/closing',
    {
      config,
      schema: {
        summary: 'Close an account: its sessions end, what the person did stays',
        tags,
        params: Login,
        response: { ...problems, 204: Type.Null(), 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const context = contextOf(house, request)
      const closed = await database.transact(async (tx) => {
        const done = await closeAccount(tx, normalLogin(request.params.login), context)
        if (done.outcome === 'done') await leaveDuty(tx, done.staffId, context)
        return done
      })
      if (closed.outcome === 'done') return reply.code(204).send(null)
      return closed.outcome === 'unknown'
        ? reply.code(404).send({ error: 'unknown' })
        : reply.code(409).send({ error: closed.outcome })
    },
  )

  api.delete(
    '/api/staff/:login/closing',
    {
      config,
      schema: {
        summary: 'Open a closed account again, with the rights that it had',
        tags,
        params: Login,
        response: { ...problems, 204: Type.Null(), 404: Problem },
      },
    },
    async (request, reply) => {
      const login = normalLogin(request.params.login)
      const isOpen = await database.transact((tx) => reopenAccount(tx, login, contextOf(house, request)))
      return isOpen ? reply.code(204).send(null) : reply.code(404).send({ error: 'unknown' })
    },
  )

  api.post(
    '/api/staff/:login/one-time-password',
    {
      config,
      schema: {
        summary: 'A way in for who has forgotten the password; ends every session of theirs',
        tags,
        params: Login,
        response: { ...problems, 200: OneTimePassword, 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const login = normalLogin(request.params.login)
      // One's own is changed on one's own page, by who knows the present one.
      if (login === staffOf(request).login) return reply.code(409).send({ error: 'own_account' })
      const given = await giveOneTimePassword(database, login, contextOf(house, request))
      if (given === null) return reply.code(404).send({ error: 'unknown' })
      reply.header('cache-control', 'no-store')
      return { password: given.password, until: iso(given.until) }
    },
  )
}
