import type { FastifyInstance } from 'fastify'
import { lineOf } from '../account.ts'
import { isNumber } from '../address.ts'
import type { Carrier } from '../carrier.ts'
import { makeText, sendText } from '../messages.ts'
import { notFound, RestError } from './errors.ts'
import { type Form, one, readForm, url } from './form.ts'
import { page } from './page.ts'
import { base, messageShape } from './shapes.ts'

type Sid = { readonly Params: { readonly sid: string } }

/** Texts: send, list, fetch. */
export function messageRoutes(app: FastifyInstance, carrier: Carrier): void {
  app.post('/Messages.json', async (request, reply) =>
    reply.code(201).send(messageShape(carrier, send(carrier, readForm(request.body)))),
  )

  app.get('/Messages.json', async (request) => {
    const form = readForm(request.query)
    const [to, from] = [one(form, 'To'), one(form, 'From')]
    const wanted = [...carrier.messages.values()]
      .reverse()
      .filter((text) => (to === undefined || text.to === to) && (from === undefined || text.from === from))
    return page(
      'messages',
      wanted.map((text) => messageShape(carrier, text)),
      form,
      `${base(carrier.account)}/Messages.json`,
    )
  })

  app.get<Sid>('/Messages/:sid.json', async (request) => {
    const text = carrier.messages.get(request.params.sid)
    if (!text) throw notFound(request.url)
    return messageShape(carrier, text)
  })
}

function send(carrier: Carrier, form: Form) {
  const to = one(form, 'To')
  const from = one(form, 'From')
  const body = one(form, 'Body')
  if (!to) throw new RestError(400, 21604, "A 'To' phone number is required.")
  if (!isNumber(to)) throw new RestError(400, 21211, `Invalid 'To' Phone Number: ${to}`)
  if (!from) throw new RestError(400, 21603, "A 'From' phone number is required.")
  if (!lineOf(carrier.account, from))
    throw new RestError(400, 21606, `The 'From' phone number ${from} is not a number of this account.`)
  if (body === undefined) throw new RestError(400, 21602, 'Message body is required.')
  if (body.length > 1600)
    throw new RestError(400, 21617, 'The concatenated message body exceeds the 1600 character limit.')
  const text = makeText(carrier, {
    to,
    from,
    body,
    direction: 'outbound-api',
    statusCallback: url(form, 'StatusCallback', 21609) ?? null,
  })
  carrier.background(sendText(carrier, text))
  return text
}
