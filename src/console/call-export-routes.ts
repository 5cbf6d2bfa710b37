import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { Type } from 'typebox'
import { record } from '../identity/audit-service.ts'
import { staffOf } from '../identity/guard.ts'
import type { Staff } from '../identity/staff.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { type ExportLanguage, type ExportLine, exportLanguages, exportLine, exportWords } from './call-export.ts'
import { CallFilter } from './call-schema.ts'
import { callList } from './call-view.ts'
import { type Cursor, decodeCursor } from './cursor.ts'
import { closed, oneOf, problems } from './shapes.ts'

const pageLength = 500

const Wanted = Type.Object({ ...CallFilter.properties, language: Type.Optional(oneOf(...exportLanguages)) }, closed)

const table = {
  description: 'A table for spreadsheets: UTF-8 with a byte order mark, semicolons in Indonesian, commas in English',
  content: { 'text/csv': { schema: Type.Unsafe<Readable>({ type: 'string' }) } },
}

export function callExportRoutes(api: Api, house: ConsoleHouse): void {
  const { database, sealer, site } = house

  /** Page by page, as fast as they are taken: a million lines need no more memory than one page. */
  async function* lines(filter: CallFilter, staff: Staff, language: ExportLanguage): AsyncGenerator<ExportLine> {
    let before: Cursor | null = null
    do {
      const page: Awaited<ReturnType<typeof callList>> = await callList(
        database,
        { filter, before, limit: pageLength },
        staff,
        sealer,
      )
      for (const call of page.calls) yield exportLine(call, site(), language)
      before = page.next === null ? null : decodeCursor(page.next)
    } while (before !== null)
  }

  api.get(
    '/api/calls.csv',
    {
      config: { permission: 'calls:export' },
      schema: {
        summary:
          'The same calls as a table; numbers are masked, formulas made harmless, who fetched it stays in the audit',
        tags: ['calls'],
        querystring: Wanted,
        response: { ...problems, 200: table },
      },
    },
    async (request, reply) => {
      const { language = 'ind', ...filter } = request.query
      // What was looked for may hold words about a person; which filters it were does not.
      const { q, caller, ...open } = filter
      const facts = {
        ...open,
        ...(q === undefined ? {} : { q: true }),
        ...(caller === undefined ? {} : { caller: true }),
      }
      await database.transact(async (tx) =>
        record(tx, { action: 'calls.exported', subject: 'calls', facts }, contextOf(house, request)),
      )
      const { columns, separator, file } = exportWords(language)
      const csv = stringify({ bom: true, header: true, delimiter: separator, columns, escape_formulas: true })
      Readable.from(lines(filter, staffOf(request), language))
        .on('error', (error) => csv.destroy(error))
        .pipe(csv)
      reply.headers({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${file}.csv"`,
        'cache-control': 'no-store',
      })
      return reply.send(csv)
    },
  )
}
