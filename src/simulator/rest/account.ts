import type { FastifyInstance } from 'fastify'
import type { Carrier } from '../carrier.ts'
import { makeQueue } from '../queues.ts'
import { notFound, RestError } from './errors.ts'
import { one, readForm, url, whole } from './form.ts'
import { page } from './page.ts'
import { base, lineShape, queueShape } from './shapes.ts'

type Sid = { readonly Params: { readonly sid: string } }

/** The account's numbers and its queues. */
export function accountRoutes(app: FastifyInstance, carrier: Carrier): void {
  app.get('/IncomingPhoneNumbers.json', async (request) => {
    const form = readForm(request.query)
    const number = one(form, 'PhoneNumber')
    const wanted = carrier.account.lines.filter((line) => number === undefined || line.number === number)
    return page(
      'incoming_phone_numbers',
      wanted.map((line) => lineShape(carrier, line)),
      form,
      `${base(carrier.account)}/IncomingPhoneNumbers.json`,
    )
  })

  app.get<Sid>('/IncomingPhoneNumbers/:sid.json', async (request) =>
    lineShape(carrier, findLine(carrier, request.params.sid, request.url)),
  )

  app.post<Sid>('/IncomingPhoneNumbers/:sid.json', async (request) => {
    const line = findLine(carrier, request.params.sid, request.url)
    const form = readForm(request.body)
    line.voiceUrl = url(form, 'VoiceUrl', 21502) ?? line.voiceUrl
    line.voiceFallbackUrl = url(form, 'VoiceFallbackUrl', 21502) ?? line.voiceFallbackUrl
    line.statusCallback = url(form, 'StatusCallback', 21502) ?? line.statusCallback
    line.smsUrl = url(form, 'SmsUrl', 21502) ?? line.smsUrl
    line.smsFallbackUrl = url(form, 'SmsFallbackUrl', 21502) ?? line.smsFallbackUrl
    return lineShape(carrier, line)
  })

  app.get('/Queues.json', async (request) =>
    page(
      'queues',
      [...carrier.queues.values()].map((queue) => queueShape(carrier, queue)),
      readForm(request.query),
      `${base(carrier.account)}/Queues.json`,
    ),
  )

  app.post('/Queues.json', async (request, reply) => {
    const form = readForm(request.body)
    const name = one(form, 'FriendlyName')
    if (!name || name.length > 64) throw new RestError(400, 22001, 'FriendlyName is required and at most 64 characters')
    return reply.code(201).send(queueShape(carrier, makeQueue(carrier, name, whole(form, 'MaxSize', 1000, 1, 5000))))
  })

  app.get<Sid>('/Queues/:sid.json', async (request) => {
    const queue = carrier.queues.get(request.params.sid)
    if (!queue) throw notFound(request.url)
    return queueShape(carrier, queue)
  })
}

function findLine(carrier: Carrier, sid: string, path: string) {
  const line = carrier.account.lines.find((one) => one.sid === sid)
  if (!line) throw notFound(path)
  return line
}
