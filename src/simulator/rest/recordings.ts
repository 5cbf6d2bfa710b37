import type { FastifyInstance } from 'fastify'
import type { Carrier } from '../carrier.ts'
import type { Recording } from '../recordings.ts'
import { notFound } from './errors.ts'
import { one, readForm } from './form.ts'
import { page } from './page.ts'
import { base, recordingShape } from './shapes.ts'

type File = { readonly Params: { readonly file: string } }

/** Recordings: list, fetch, media (with or without `.wav`), delete. */
export function recordingRoutes(app: FastifyInstance, carrier: Carrier): void {
  app.get('/Recordings.json', async (request) => {
    const form = readForm(request.query)
    const [call, conference] = [one(form, 'CallSid'), one(form, 'ConferenceSid')]
    const wanted = [...carrier.recordings.values()]
      .reverse()
      .filter(
        (one) =>
          (call === undefined || one.callSid === call) &&
          (conference === undefined || one.conferenceSid === conference),
      )
    return page(
      'recordings',
      wanted.map((one) => recordingShape(carrier, one)),
      form,
      `${base(carrier.account)}/Recordings.json`,
    )
  })

  app.get<File>('/Recordings/:file', async (request, reply) => {
    const [sid = '', extension = 'wav'] = request.params.file.split('.')
    const recording = find(carrier, sid, request.url)
    if (extension === 'json') return recordingShape(carrier, recording)
    if (extension !== 'wav' || !recording.wav) throw notFound(request.url)
    return reply.type('audio/x-wav').send(recording.wav)
  })

  app.delete<File>('/Recordings/:file', async (request, reply) => {
    const recording = find(carrier, request.params.file.split('.')[0] ?? '', request.url)
    recording.status = 'deleted'
    recording.wav = null
    return reply.code(204).send()
  })
}

function find(carrier: Carrier, sid: string, path: string): Recording {
  const recording = carrier.recordings.get(sid)
  if (!recording || recording.status === 'deleted') throw notFound(path)
  return recording
}
