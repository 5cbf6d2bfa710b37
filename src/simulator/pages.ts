import { existsSync } from 'node:fs'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Carrier } from './carrier.ts'
import { changeFaults } from './faults.ts'
import { LiveEvents } from './live-events.ts'
import { phoneShape } from './phone-shape.ts'
import { type Behaviour, behaviours, NotNow, type Phone, type PhoneBook, type PhoneEvent } from './phones.ts'
import { text } from './texting.ts'

const orders = {
  dial: Type.Object({
    to: Type.String({ minLength: 1, maxLength: 200 }),
    parameters: Type.Optional(Type.Record(Type.String(), Type.String())),
  }),
  answer: Type.Object({}),
  reject: Type.Object({}),
  press: Type.Object({ digits: Type.String({ pattern: '^[0-9*#A-D]{1,32}$' }) }),
  hangup: Type.Object({}),
  text: Type.Object({
    to: Type.String({ minLength: 1, maxLength: 200 }),
    body: Type.String({ minLength: 1, maxLength: 1600 }),
  }),
  say: Type.Object({
    text: Type.String({ minLength: 1, maxLength: 1000 }),
    confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  }),
  setting: Type.Object({ behaviour: Type.Union(behaviours.map((behaviour) => Type.Literal(behaviour))) }),
}

/** Only what we serve ourselves; the style sheets that Mantine writes into the page are the one exception. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrcElem: ["'self'", "'unsafe-inline'"],
    styleSrcAttr: ["'none'"],
    imgSrc: ["'self'"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
}

/** The phones page and what it asks of the phones, under /phones. */
export async function pages(
  app: FastifyInstance,
  options: { readonly carrier: Carrier; readonly folder: string },
): Promise<void> {
  const { carrier, folder } = options
  const { phones } = carrier
  await app.register(helmet, {
    contentSecurityPolicy,
    hsts: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    referrerPolicy: { policy: 'no-referrer' },
  })

  app.get('/phones/api/state', async () => ({
    line: { name: carrier.account.lines[0]?.name ?? '', numbers: carrier.account.lines.map(({ number }) => number) },
    scale: carrier.clock.scale,
    phones: phones
      .all()
      .filter(({ isPrivate }) => !isPrivate)
      .map(phoneShape),
  }))

  app.get('/phones/api/faults', async () => carrier.faults)
  app.post('/phones/api/faults', async (request, reply) => {
    try {
      carrier.faults = changeFaults(carrier.faults, request.body)
    } catch (error) {
      return reply.code(400).send({ message: error instanceof Error ? error.message : 'not understood' })
    }
    return carrier.faults
  })

  const live = new LiveEvents()
  const off = phones.on((event) => {
    if (!isPrivate(phones, event)) live.tell(event.type, dataOf(event))
  })
  app.addHook('onClose', async () => off())
  app.get<{ Querystring: { seen?: string } }>('/phones/api/events', (request, reply) => {
    reply.hijack()
    // A browser that comes back by itself sends the header; a page that opens a new stream says it in the address.
    const { 'last-event-id': lastSeen = request.query.seen } = request.headers
    live.stream(reply.raw, typeof lastSeen === 'string' ? lastSeen : undefined)
  })

  for (const [order, schema] of Object.entries(orders)) {
    app.post<{ Params: { id: string } }>(`/phones/api/phones/:id/${order}`, async (request, reply) => {
      const phone = phones.get(request.params.id)
      if (!phone || phone.isPrivate) return reply.code(404).send({ message: `no phone ${request.params.id}` })
      const body: unknown = request.body ?? {}
      if (!Value.Check(schema, body))
        return reply.code(400).send({ message: Value.Errors(schema, body)[0]?.message ?? 'not understood' })
      try {
        obey(carrier, phone, order as keyof typeof orders, body as Order)
      } catch (error) {
        if (error instanceof NotNow) return reply.code(409).send({ message: error.message })
        throw error
      }
      return phoneShape(phone)
    })
  }

  app.get('/phones', async (_request, reply) => reply.redirect('/phones/'))
  if (existsSync(folder)) await app.register(fastifyStatic, { root: folder, prefix: '/phones/' })
}

type Order = Static<typeof orders.dial> &
  Static<typeof orders.press> &
  Static<typeof orders.say> & { body: string; behaviour: Behaviour }

function obey(carrier: Carrier, phone: Phone, order: keyof typeof orders, body: Order): void {
  switch (order) {
    case 'dial':
      phone.dial(body.to, body.parameters)
      break
    case 'answer':
      phone.answer()
      break
    case 'reject':
      phone.reject()
      break
    case 'press':
      phone.press(body.digits)
      break
    case 'hangup':
      phone.hangUp()
      break
    case 'text':
      text(carrier.phones, phone, body.to, body.body)
      break
    case 'say':
      phone.say(body.text, body.confidence)
      break
    case 'setting':
      phone.set(body.behaviour)
      break
  }
}

/** What happens at somebody's own browser is told to that browser only. */
function isPrivate(phones: PhoneBook, event: PhoneEvent): boolean {
  if (event.type === 'phone') return event.phone.isPrivate
  return phones.get(event.type === 'heard' ? event.heard.phone : event.text.phone)?.isPrivate === true
}

function dataOf(event: PhoneEvent): unknown {
  if (event.type === 'phone') return phoneShape(event.phone)
  return event.type === 'heard' ? event.heard : event.text
}
