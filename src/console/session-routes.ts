import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { beginSession, endSession, staffOf } from '../identity/guard.ts'
import { allowed } from '../identity/permission.ts'
import { type Locked, signIn } from '../identity/sign-in-service.ts'
import type { Staff } from '../identity/staff.ts'
import type { Api, ConsoleHouse } from './api.ts'
import { Credentials, Me } from './session-schema.ts'
import { changeProblems, Problem, problems } from './shapes.ts'

const toMe = ({ id, login, name, roles, agencyId, language, passwordUntil }: Staff) => ({
  ...{ id, login, name, agencyId, language },
  roles: [...roles],
  permissions: passwordUntil === null ? [...allowed(roles)] : [],
  mustChoosePassword: passwordUntil !== null,
})

/** Too many attempts: how long to wait, and nothing else. */
export const tooOften = (reply: FastifyReply, { retryAfterSeconds }: Locked) =>
  reply.header('retry-after', retryAfterSeconds).code(429).send({ error: 'too_often', retryAfterSeconds })

export function sessionRoutes(api: Api, { database, sealer, clock }: ConsoleHouse): void {
  api.post(
    '/api/session',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Sign in; the answer 401 `code_wanted` asks for the same again with the code of the second factor',
        tags: ['session'],
        body: Credentials,
        response: { ...changeProblems, 200: Me },
      },
    },
    async (request, reply) => {
      const attempt = { ...request.body, origin: request.ip }
      const signed = await signIn(database, sealer, attempt, { now: clock(), actor: 'stranger' })
      switch (signed.outcome) {
        case 'signed_in':
          await beginSession(request, signed.staff)
          return toMe(signed.staff)
        case 'wrong':
          return reply.code(401).send({ error: 'wrong_credentials' })
        case 'code_wanted':
        case 'wrong_code':
          return reply.code(401).send({ error: signed.outcome })
        case 'locked':
          return tooOften(reply, signed)
      }
    },
  )

  api.delete(
    '/api/session',
    {
      config: { permission: 'signed-in' },
      schema: {
        summary: 'Sign out',
        tags: ['session'],
        response: { 204: Type.Null(), 401: Problem, 403: Problem },
      },
    },
    async (request, reply) => {
      await endSession(request, reply)
      return reply.code(204).send(null)
    },
  )

  api.get(
    '/api/me',
    {
      config: { permission: 'signed-in' },
      schema: {
        summary: 'Who is signed in, and what they may do',
        tags: ['session'],
        response: { ...problems, 200: Me },
      },
    },
    async (request) => toMe(staffOf(request)),
  )
}
