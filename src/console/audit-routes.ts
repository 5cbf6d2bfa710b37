import type { Api, ConsoleHouse } from './api.ts'
import { AuditPage, AuditQuery, AuditWords } from './audit-schema.ts'
import { auditView, auditWords } from './audit-view.ts'
import { problems } from './shapes.ts'

export function auditRoutes(api: Api, { database }: ConsoleHouse): void {
  const config = { permission: 'audit:read' } as const
  api.get(
    '/api/audit',
    {
      config,
      schema: {
        summary: 'Who opened and changed what, the newest first',
        tags: ['audit'],
        querystring: AuditQuery,
        response: { ...problems, 200: AuditPage },
      },
    },
    async ({ query }) => {
      const { cursor = null, limit = 50, from, until, ...filter } = query
      const days = {
        ...(from === undefined ? {} : { from: Date.parse(from) }),
        ...(until === undefined ? {} : { until: Date.parse(until) }),
      }
      return auditView(database, { ...filter, ...days }, { before: cursor, limit })
    },
  )

  api.get(
    '/api/audit/words',
    {
      config,
      schema: {
        summary: 'What the audit can be filtered by: deeds, and people',
        tags: ['audit'],
        response: { ...problems, 200: AuditWords },
      },
    },
    () => auditWords(database),
  )
}
