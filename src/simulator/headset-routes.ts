import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { identityIn } from './access-token.ts'
import type { Carrier } from './carrier.ts'
import type { Headset, Headsets } from './headsets.ts'
import { phoneShape } from './phone-shape.ts'
import { NotNow, type Phone } from './phones.ts'

/** As WebRTC in the browser takes them (RTCIceServer). On one machine none is needed. */
export type IceServer = {
  readonly urls: string | readonly string[]
  readonly username?: string
  readonly credential?: string
}

const opening = Type.Object({
  /** A Voice access token: the phone is then this person's own browser. */
  token: Type.Optional(Type.String({ maxLength: 4000 })),
  /** What such a phone is called on the phones of others. */
  label: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  /** Or a phone of the phones page. */
  phone: Type.Optional(Type.String({ maxLength: 80 })),
})
const signal = Type.Object({ to: Type.String({ maxLength: 40 }), data: Type.Unknown() })
const connecting = Type.Object({ parameters: Type.Record(Type.String(), Type.String({ maxLength: 200 })) })
const pressing = Type.Object({ digits: Type.String({ pattern: '^[0-9*#A-D]{1,32}$' }) })
const saying = Type.Object({ text: Type.String({ minLength: 1, maxLength: 1000 }) })

const base = '/phones/api/headsets'

/** Browsers that lend phones their microphones, also pages of another origin: who may be whom is said by the token. */
export async function headsetRoutes(
  app: FastifyInstance,
  { carrier, headsets, iceServers }: { carrier: Carrier; headsets: Headsets; iceServers: readonly IceServer[] },
): Promise<void> {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*')
  })
  // What a page sends as it is closed may be no JSON by its name.
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.options(`${base}*`, async (_request, reply) =>
    reply
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'content-type')
      .header('access-control-max-age', '600')
      .code(204)
      .send(),
  )

  app.post(base, async (request, reply) => {
    const wanted = given(opening, request, reply)
    if (!wanted) return reply
    const phone = await phoneFor(carrier, wanted)
    if (!phone) return reply.code(403).send({ message: 'no such phone, or no token for it' })
    const headset = headsets.open(phone)
    headsets.expect(headset)
    return reply.code(201).send({ id: headset.id, peer: headset.peer, phone: phoneShape(phone), iceServers })
  })

  const known = (request: FastifyRequest) => headsets.get((request.params as { id: string }).id)

  app.get(`${base}/:id/events`, (request, reply) => {
    const headset = known(request)
    if (!headset) return reply.code(404).send({ message: 'no such headset' })
    reply.hijack()
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
    })
    reply.raw.write('retry: 500\n\n')
    headsets.stream(headset, reply.raw)
  })

  function order<Schema extends TSchema>(
    name: string,
    schema: Schema,
    obey: (headset: Headset, body: Static<Schema>) => void,
  ): void {
    app.post(`${base}/:id/${name}`, async (request, reply) => {
      const headset = known(request)
      if (!headset) return reply.code(404).send({ message: 'no such headset' })
      const body = given(schema, request, reply)
      if (body === null) return reply
      try {
        obey(headset, body)
      } catch (error) {
        if (error instanceof NotNow) return reply.code(409).send({ message: error.message })
        throw error
      }
      return reply.code(204).send()
    })
  }
  order('signal', signal, (headset, { to, data }) => headsets.signal(headset, to, data))
  order('connect', connecting, ({ phone }, { parameters }) => void phone.dial('', parameters))
  order('press', pressing, ({ phone }, { digits }) => phone.press(digits))
  order('say', saying, ({ phone }, { text }) => phone.say(text))
  order('hangup', Type.Unknown(), ({ phone }) => phone.hangUp())
  order('leave', Type.Unknown(), (headset) => headsets.close(headset))
}

function given<Schema extends TSchema>(
  schema: Schema,
  request: FastifyRequest,
  reply: FastifyReply,
): Static<Schema> | null {
  const body: unknown = request.body ?? {}
  if (Value.Check(schema, body)) return body as Static<Schema>
  reply.code(400).send({ message: Value.Errors(schema, body)[0]?.message ?? 'not understood' })
  return null
}

/** The phone of the page with this id, or the browser that a token names: it is made when it first comes. */
async function phoneFor(carrier: Carrier, { token, label, phone: id }: Static<typeof opening>): Promise<Phone | null> {
  const { phones, account } = carrier
  if (token === undefined) {
    const phone = phones.get(id ?? '')
    return phone && !phone.isPrivate ? phone : null
  }
  const identity = await identityIn(account, token)
  if (identity === null) return null
  const own = `client-${identity}`
  const options = { id: own, label: label ?? identity, address: `client:${identity}` }
  return phones.get(own) ?? phones.add({ ...options, role: 'operator', isPrivate: true })
}
