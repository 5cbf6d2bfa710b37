/** What people do with their own account. What a session left open should not change asks for the password again. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { beginSession, endSession, staffOf } from '../identity/guard.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  secondFactorOf,
} from '../identity/second-factor-service.ts'
import { changePassword, endAllSessions } from '../identity/service.ts'
import { isReallyThem } from '../identity/sign-in-service.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { qrPicture } from './qr-picture.ts'
import { tooOften } from './session-routes.ts'
import { Again, BegunFactor, Code, NewPassword, RecoveryCodes, SecondFactor } from './session-schema.ts'
import { changeProblems, isoOrNull, Problem, problems } from './shapes.ts'

const signedIn = { permission: 'signed-in' } as const
const refusals = { ...changeProblems, 409: Problem, 422: Problem }

export function accountRoutes(api: Api, house: ConsoleHouse): void {
  const { database, sealer, site } = house

  /** The refusal has been sent when it is not them. */
  async function isThem(request: FastifyRequest, reply: FastifyReply, password: string): Promise<boolean> {
    const input = { staff: staffOf(request), password, origin: request.ip }
    const asked = await isReallyThem(database, input, contextOf(house, request))
    if (asked.outcome === 'locked') tooOften(reply, asked)
    // Not 401: the session stands.
    if (asked.outcome === 'wrong') reply.code(422).send({ error: 'wrong_password' })
    return asked.outcome === 'right'
  }

  api.put(
    '/api/me/password',
    {
      config: signedIn,
      schema: {
        summary: 'A new password; every other session of this person ends',
        tags: ['account'],
        body: NewPassword,
        response: { ...refusals, 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { present, password } = request.body
      if (!(await isThem(request, reply, present))) return reply
      const staff = staffOf(request)
      const input = { login: staff.login, password }
      const changed = await changePassword(database, input, contextOf(house, request))
      if (changed.outcome === 'refused')
        return reply.code(422).send({ error: 'password_refused', details: [...changed.problems] })
      await beginSession(request, staff)
      return reply.code(204).send(null)
    },
  )

  api.delete(
    '/api/me/sessions',
    {
      config: signedIn,
      schema: {
        summary: 'Sign out everywhere, here too',
        tags: ['account'],
        response: { 204: Type.Null(), 401: Problem, 403: Problem },
      },
    },
    async (request, reply) => {
      await database.transact(async (tx) => endAllSessions(tx, staffOf(request).id, contextOf(house, request)))
      await endSession(request, reply)
      return reply.code(204).send(null)
    },
  )

  api.get(
    '/api/me/second-factor',
    {
      config: signedIn,
      schema: { summary: 'Is a second factor on?', tags: ['account'], response: { ...problems, 200: SecondFactor } },
    },
    async (request) => {
      const state = await secondFactorOf(database, staffOf(request).id)
      return {
        on: state !== null,
        since: isoOrNull(state?.since ?? null),
        recoveryCodesLeft: state?.recoveryCodesLeft ?? 0,
      }
    },
  )

  api.post(
    '/api/me/second-factor',
    {
      config: signedIn,
      schema: {
        summary: 'Begin to set one up: the secret is shown this once, and counts when a code of it was confirmed',
        tags: ['account'],
        body: Again,
        response: { ...refusals, 200: BegunFactor },
      },
    },
    async (request, reply) => {
      if (!(await isThem(request, reply, request.body.password))) return reply
      const input = { staff: staffOf(request), issuer: `Sahut ${site().name}` }
      const begun = await database.transact((tx) => beginSecondFactor(tx, sealer, input, contextOf(house, request)))
      if (begun.outcome === 'on_already') return reply.code(409).send({ error: 'on_already' })
      reply.header('cache-control', 'no-store')
      return { secret: begun.secret, uri: begun.uri, picture: qrPicture(begun.uri) }
    },
  )

  api.post(
    '/api/me/second-factor/confirmation',
    {
      config: signedIn,
      schema: {
        summary: 'Turn it on by its first code; gives the recovery codes',
        tags: ['account'],
        body: Code,
        response: { ...refusals, 200: RecoveryCodes },
      },
    },
    async (request, reply) => {
      const input = { staffId: staffOf(request).id, code: request.body.code }
      const confirmed = await database.transact((tx) =>
        confirmSecondFactor(tx, sealer, input, contextOf(house, request)),
      )
      switch (confirmed.outcome) {
        case 'on':
          reply.header('cache-control', 'no-store')
          return { recoveryCodes: [...confirmed.recoveryCodes] }
        case 'wrong_code':
          return reply.code(422).send({ error: 'wrong_code' })
        case 'not_begun':
          return reply.code(409).send({ error: 'not_begun' })
      }
    },
  )

  api.post(
    '/api/me/second-factor/recovery-codes',
    {
      config: signedIn,
      schema: {
        summary: 'New recovery codes; the old ones open nothing any more',
        tags: ['account'],
        body: Again,
        response: { ...refusals, 200: RecoveryCodes },
      },
    },
    async (request, reply) => {
      if (!(await isThem(request, reply, request.body.password))) return reply
      const { id } = staffOf(request)
      const codes = await database.transact((tx) => renewRecoveryCodes(tx, id, contextOf(house, request)))
      if (codes === null) return reply.code(409).send({ error: 'not_on' })
      reply.header('cache-control', 'no-store')
      return { recoveryCodes: [...codes] }
    },
  )

  api.post(
    '/api/me/second-factor/removal',
    {
      config: signedIn,
      schema: {
        summary: 'Take it off',
        tags: ['account'],
        body: Again,
        response: { ...refusals, 204: Type.Null() },
      },
    },
    async (request, reply) => {
      if (!(await isThem(request, reply, request.body.password))) return reply
      const { id } = staffOf(request)
      const isOff = await database.transact((tx) => removeSecondFactor(tx, id, contextOf(house, request)))
      return isOff ? reply.code(204).send(null) : reply.code(409).send({ error: 'not_on' })
    },
  )
}
