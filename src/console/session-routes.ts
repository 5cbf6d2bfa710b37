import { Type } from 'typebox'
import { beginSession, endSession, staffOf } from '../identity/guard.ts'
import { allowed } from '../identity/permission.ts'
import { signIn } from '../identity/service.ts'
import type { Staff } from '../identity/staff.ts'
import type { Api, ConsoleHouse } from './api.ts'
import { Credentials, Me } from './session-schema.ts'
import { Problem, problems } from './shapes.ts'

const toMe = ({ id, login, name, roles, agencyId, language }: Staff) => ({
  ...{ id, login, name, agencyId, language },
  roles: [...roles],
  permissions: [...allowed(roles)],
})

/** A person typing wrongly needs a few tries a minute; a program trying passwords wants thousands. */
const signInsAMinute = 10

export function sessionRoutes(api: Api, { database, clock }: ConsoleHouse): void {
  api.post(
    '/api/session',
    {
      config: { permission: 'public', rateLimit: { max: signInsAMinute, timeWindow: '1 minute' } },
      schema: { summary: 'Sign in', tags: ['session'], body: Credentials, response: { ...problems, 200: Me } },
    },
    async (request, reply) => {
      const signed = await signIn(database, { ...request.body, origin: request.ip }, { now: clock(), actor: 'system' })
      switch (signed.outcome) {
        case 'signed_in':
          await beginSession(request, signed.staff)
          return toMe(signed.staff)
        case 'wrong':
          return reply.code(401).send({ error: 'wrong_credentials' })
        case 'locked':
          return reply.header('retry-after', signed.retryAfterSeconds).code(429).send({ error: 'too_often' })
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
