import type { FastifyReply } from 'fastify'
import * as publishing from '../publishing/service.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import * as schema from './flow-schema.ts'
import { changesBy, changesOf, publicationList, publicationView } from './flow-view.ts'
import { changeProblems, Problem, problems } from './shapes.ts'

/** What the line says and does, since when and by whom; publishing, scheduling and taking back. */
export function flowRoutes(api: Api, house: ConsoleHouse): void {
  const { database, clock } = house
  const published = { ...changeProblems, 404: Problem, 409: Problem, 422: Problem }

  async function answer(reply: FastifyReply, done: publishing.Published) {
    switch (done.outcome) {
      case 'published':
        return reply.code(201).send(await publicationView(database, done.publication, clock()))
      case 'unchanged':
        return reply.code(409).send({ error: 'in_force_already' })
      case 'refused':
        return reply.code(422).send({ error: 'flows_broken', details: [...done.problems] })
      case 'unknown':
        return reply.code(404).send({ error: 'unknown' })
    }
  }

  api.get(
    '/api/flows/publications',
    {
      config: { permission: 'flows:read' },
      schema: {
        summary: 'Which texts the line runs on, ran on and will run on, the newest first',
        tags: ['flows'],
        querystring: schema.PublicationQuery,
        response: { ...problems, 200: schema.Publications },
      },
    },
    ({ query: { limit = 50, below } }) =>
      publicationList(database, { limit, ...(below === undefined ? {} : { below }) }, clock()),
  )

  api.post(
    '/api/flows/publications',
    {
      config: { permission: 'flows:publish' },
      schema: {
        summary:
          'Publish texts that wait in a folder, at once or from a moment on; or return to an earlier publication',
        tags: ['flows'],
        body: schema.Publishing,
        response: { ...published, 201: schema.Publication },
      },
    },
    async (request, reply) => {
      const { body } = request
      const context = contextOf(house, request)
      if ('returnTo' in body) {
        const order = { note: body.note, ...(body.returnTo === null ? {} : { to: body.returnTo }) }
        return answer(reply, await database.transact((tx) => publishing.rollback(tx, order, context)))
      }
      const at = body.at === undefined ? undefined : Date.parse(body.at)
      if (at !== undefined && at <= context.now) return reply.code(422).send({ error: 'in_the_past' })
      const bundle = await publishing.bundleOf(database, body.content)
      if (bundle === null) return reply.code(404).send({ error: 'unknown' })
      const examined = publishing.examine(bundle, context.now)
      if (examined.outcome === 'refused') return answer(reply, examined)
      const order = { note: body.note, ...(at === undefined ? {} : { at }) }
      return answer(reply, await database.transact((tx) => publishing.publish(tx, examined.sound, order, context)))
    },
  )

  api.delete(
    '/api/flows/publications/:number',
    {
      config: { permission: 'flows:publish' },
      schema: {
        summary: 'Withdraw one that is scheduled',
        tags: ['flows'],
        params: schema.Numbered,
        response: { ...problems, 200: schema.Publication, 409: Problem },
      },
    },
    async (request, reply) => {
      const { number } = request.params
      const done = await database.transact((tx) => publishing.withdraw(tx, number, contextOf(house, request)))
      if (done === null) return reply.code(409).send({ error: 'not_scheduled' })
      return publicationView(database, done, clock())
    },
  )

  api.get(
    '/api/flows/publications/:number/changes',
    {
      config: { permission: 'flows:read' },
      schema: {
        summary: 'What it changed, file by file: against the one before it, or another one',
        tags: ['flows'],
        params: schema.Numbered,
        querystring: schema.Against,
        response: { ...problems, 200: schema.Changes, 404: Problem },
      },
    },
    async (request, reply) => {
      const files = await changesOf(database, request.params.number, request.query.against)
      return files === null ? reply.code(404).send({ error: 'unknown' }) : { files: [...files] }
    },
  )

  api.get(
    '/api/flows/contents/:content/changes',
    {
      config: { permission: 'flows:read' },
      schema: {
        summary: 'What texts would change that wait to be published, file by file',
        tags: ['flows'],
        params: schema.Content,
        response: { ...problems, 200: schema.Changes, 404: Problem },
      },
    },
    async (request, reply) => {
      const files = await changesBy(database, request.params.content, clock())
      return files === null ? reply.code(404).send({ error: 'unknown' }) : { files: [...files] }
    },
  )
}
