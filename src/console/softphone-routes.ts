import { browserIdentity } from '../dispatch/browser.ts'
import { staffOf } from '../identity/guard.ts'
import type { Api, ConsoleHouse } from './api.ts'
import { changeProblems, Problem, problems } from './shapes.ts'
import { SoftphoneLine, SoftphoneToken } from './softphone-schema.ts'

/** How the page of an operator talks: by the carrier's line, by the simulator's, or not at all. */
export function softphoneRoutes(api: Api, { browserLine }: ConsoleHouse): void {
  api.get(
    '/api/softphone',
    {
      config: { permission: 'presence:own' },
      schema: { summary: 'How my browser can talk', tags: ['presence'], response: { ...problems, 200: SoftphoneLine } },
    },
    (request): SoftphoneLine => {
      const { id, name } = staffOf(request)
      const identity = browserIdentity(id)
      switch (browserLine.kind) {
        case 'carrier':
          return { kind: 'carrier', identity, name }
        case 'simulator':
          return { kind: 'simulator', identity, name, url: browserLine.url }
        case 'none':
          return { kind: 'none', identity, name, missing: [...browserLine.missing] }
      }
    },
  )

  api.post(
    '/api/softphone/token',
    {
      config: { permission: 'presence:own' },
      schema: {
        summary: 'A token by which the carrier knows my browser: mine and nobody else’s, and valid for a short time',
        tags: ['presence'],
        response: { ...changeProblems, 200: SoftphoneToken, 409: Problem },
      },
    },
    async (request, reply) => {
      if (browserLine.kind === 'none') return reply.code(409).send({ error: 'no_browser_line' })
      return browserLine.token(browserIdentity(staffOf(request).id))
    },
  )
}
