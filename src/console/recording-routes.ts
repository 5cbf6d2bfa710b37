import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { recordingsOf } from '../conversations/service.ts'
import { recordOnceWithin } from '../identity/audit-service.ts'
import type { RecordingMedia } from '../telephony/recording-media.ts'
import { type Api, type ConsoleHouse, contextOf } from './api.ts'
import { RecordingOfCall } from './call-schema.ts'
import { Problem, problems } from './shapes.ts'

/** A browser fetches one recording in many pieces, and again when somebody listens twice: one opening for the audit. */
const oneOpeningMilliseconds = 10 * 60 * 1000

const sound = (description: string) => ({
  description,
  content: { 'audio/x-wav': { schema: Type.Unsafe<Readable>({ type: 'string', format: 'binary' }) } },
})
const soundType = (type: string) => (/^audio\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream')

function headersOf({ type, length, part }: Extract<RecordingMedia, { outcome: 'audio' }>) {
  return {
    'content-type': soundType(type),
    'accept-ranges': 'bytes',
    'content-disposition': 'inline',
    // Nobody's cache keeps a voice.
    'cache-control': 'no-store',
    ...(length === null ? {} : { 'content-length': String(length) }),
    ...(part === null ? {} : { 'content-range': `bytes ${part.first}-${part.last}/${part.size}` }),
  }
}

export function recordingRoutes(api: Api, house: ConsoleHouse): void {
  const { database, openRecording } = house
  api.get(
    '/api/calls/:callSid/recordings/:id/audio',
    {
      config: { permission: 'recordings:play' },
      schema: {
        summary: 'Hear a recording, whole or by Range; who opened it stays in the audit',
        tags: ['calls'],
        params: RecordingOfCall,
        response: {
          ...problems,
          200: sound('The whole of it'),
          206: sound('The piece that was asked for'),
          404: Problem,
          409: Problem,
          416: Problem,
          502: Problem,
        },
      },
    },
    async (request, reply) => {
      const { callSid, id } = request.params
      const recording = (await recordingsOf(database, callSid)).find(({ recordingSid }) => recordingSid === id)
      if (recording === undefined) return reply.code(404).send({ error: 'unknown' })
      if (recording.status !== 'completed') return reply.code(409).send({ error: 'not_ready' })
      // Written before the first byte: what was heard without a trace cannot be taken back.
      const opening = { action: 'recording.opened', subject: `recording:${id}`, facts: { callSid } }
      await database.transact(async (tx) =>
        recordOnceWithin(tx, oneOpeningMilliseconds, opening, contextOf(house, request)),
      )
      const left = new AbortController()
      reply.raw.once('close', () => left.abort())
      const media = await openRecording(id, request.headers.range, left.signal)
      switch (media.outcome) {
        case 'audio':
          reply.code(media.part === null ? 200 : 206).headers(headersOf(media))
          return reply.send(media.body)
        case 'beyond':
          if (media.size !== null) reply.header('content-range', `bytes */${media.size}`)
          return reply.code(416).send({ error: 'beyond_the_end' })
        case 'gone':
          return reply.code(404).send({ error: 'gone' })
        case 'unreachable':
          request.log.warn({ why: media.why }, 'A recording could not be fetched from the carrier')
          return reply.code(502).send({ error: 'carrier_unreachable' })
      }
    },
  )
}
