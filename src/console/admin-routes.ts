/** What the site's files say, to be read, and its duty phones, to be tried. */
import { addressOf } from '../emergency/duty-test.ts'
import { tryDutyPhone } from '../emergency/duty-test-service.ts'
import { dutyTestsView } from './admin-duty-view.ts'
import * as schema from './admin-schema.ts'
import { type AdminPhone, dutyPhones } from './admin-site.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { changeProblems, Problem, problems } from './shapes.ts'

const shownPhone = ({ id, name, target }: AdminPhone) => ({ id, name, address: addressOf(target) })
/** As plain arrays, which the schema's types want. */
const plain = <T>(value: T) => structuredClone(value) as never

export function adminRoutes(api: Api, house: ConsoleHouse): void {
  const { administration, clock, database } = house

  api.get(
    '/api/admin/site',
    {
      config: { permission: 'site:read' },
      schema: {
        summary: "Lines, lanes, hours, agencies, duty numbers and ladders, as the site's files say them",
        tags: ['administration'],
        response: { ...problems, 200: schema.AdminSite },
      },
    },
    () => {
      const { ladders, duties, ...site } = administration.site(clock())
      const rungs = ladders.map(({ rungs, ...ladder }) => ({
        ...ladder,
        rungs: rungs.map((rung) => ({
          ...shownPhone(rung),
          ...{ accepts: rung.accepts, ringSeconds: rung.ringSeconds, during: rung.during },
        })),
      }))
      return plain({ ...site, ladders: rungs, duties: duties.map(shownPhone) })
    },
  )

  api.get(
    '/api/duty-tests',
    {
      config: { permission: 'duty:test' },
      schema: {
        summary: 'The last test calls to duty phones, and what came of them',
        tags: ['administration'],
        response: { ...problems, 200: schema.DutyTests },
      },
    },
    async () => ({ tests: [...(await dutyTestsView(database))] }),
  )

  api.post(
    '/api/duty-tests',
    {
      config: { permission: 'duty:test' },
      schema: {
        summary: 'Ring a duty phone of the site with a sentence that says that it is a test',
        tags: ['administration'],
        body: schema.DutyTestOrder,
        response: { ...changeProblems, 202: schema.DutyTests, 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const phones = dutyPhones(administration.site(clock()), addressOf)
      const phone = phones.find(({ id }) => id === request.body.target)
      if (phone === undefined) return reply.code(404).send({ error: 'unknown', details: phones.map(({ id }) => id) })
      const tried = await database.transact((tx) => tryDutyPhone(tx, phone, contextOf(house, request)))
      switch (tried.outcome) {
        case 'calling':
          return reply.code(202).send({ tests: [...(await dutyTestsView(database))] })
        case 'too_often': {
          const { retryAfterSeconds } = tried
          return reply
            .header('retry-after', retryAfterSeconds)
            .code(429)
            .send({ error: 'too_often', retryAfterSeconds })
        }
        case 'running':
          return reply.code(409).send({ error: 'test_running' })
        case 'needed':
          return reply.code(409).send({ error: 'emergency_stands' })
      }
    },
  )
}
