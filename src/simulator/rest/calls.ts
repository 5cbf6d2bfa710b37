import type { FastifyInstance } from 'fastify'
import type { Carrier } from '../carrier.ts'
import { conduct, endLeg, moveLeg } from '../conduct.ts'
import { settle } from '../faults.ts'
import type { Leg } from '../leg.ts'
import { canDial, newLeg, ring } from '../place.ts'
import { makeProgress } from '../progress.ts'
import { methodOf, type Source } from '../source.ts'
import { notFound, RestError } from './errors.ts'
import { type Form, many, one, readForm, url, whole } from './form.ts'
import { page } from './page.ts'
import { base, callShape } from './shapes.ts'

type Sid = { readonly Params: { readonly sid: string } }

/** Calls: create, list, fetch, update. */
export function callRoutes(app: FastifyInstance, carrier: Carrier): void {
  app.post('/Calls.json', async (request, reply) => {
    const leg = await createCall(carrier, readForm(request.body))
    return reply.code(201).send(callShape(carrier, leg))
  })

  app.get('/Calls.json', async (request) => {
    const form = readForm(request.query)
    const wanted = [...carrier.legs.values()].reverse().filter((leg) => matches(leg, form))
    return page(
      'calls',
      wanted.map((leg) => callShape(carrier, leg)),
      form,
      `${base(carrier.account)}/Calls.json`,
    )
  })

  app.get<Sid>('/Calls/:sid.json', async ({ params, url: path }) => callShape(carrier, find(carrier, params.sid, path)))

  app.post<Sid>('/Calls/:sid.json', async (request) => {
    const leg = find(carrier, request.params.sid, request.url)
    updateCall(carrier, leg, readForm(request.body))
    return callShape(carrier, leg)
  })
}

function find(carrier: Carrier, sid: string, path: string): Leg {
  const leg = carrier.legs.get(sid)
  if (!leg) throw notFound(path)
  return leg
}

function sourceOf(form: Form): Source | null {
  const target = url(form, 'Url', 21205)
  const twiml = one(form, 'Twiml')
  if (target) return { purpose: 'voice', url: target, method: methodOf(one(form, 'Method')), params: {} }
  if (twiml === undefined) return null
  if (twiml.length > 4000) throw new RestError(400, 32018, 'Twiml must not be longer than 4000 characters')
  return { twiml }
}

/** What a request to ring somebody must name; Twilio's own error codes when it does not. */
export function endpointsOf(form: Form): {
  readonly to: string
  readonly from: string
  readonly byoc: string | undefined
} {
  const to = one(form, 'To')
  const from = one(form, 'From')
  const byoc = one(form, 'Byoc')
  if (!to) throw new RestError(400, 21201, "No 'To' number is specified")
  if (!from) throw new RestError(400, 21213, "No 'From' number is specified")
  if (!canDial(to, byoc)) throw new RestError(400, 21211, `The 'To' number ${to} is not a valid phone number.`)
  if (!/^(\+\d{7,15}|client:.+|sip:.+|\d{3,15})$/.test(from))
    throw new RestError(400, 21212, `The 'From' number ${from} is not a valid phone number or caller id.`)
  return { to, from, byoc }
}

async function createCall(carrier: Carrier, form: Form): Promise<Leg> {
  const { to, from, byoc } = endpointsOf(form)
  const source = sourceOf(form)
  if (!source) throw new RestError(400, 21205, 'Url parameter is required.')
  const timeout = whole(form, 'Timeout', 60, 1, 600)
  const limit = whole(form, 'TimeLimit', 14_400, 1, 86_400)
  const leg = newLeg(carrier, {
    from: one(form, 'CallerId') ?? from,
    to,
    byoc,
    direction: 'outbound-api',
    fallbackUrl: url(form, 'FallbackUrl', 21205) ?? null,
    progress: makeProgress(
      url(form, 'StatusCallback', 21609),
      methodOf(one(form, 'StatusCallbackMethod')),
      many(form, 'StatusCallbackEvent'),
    ),
  })
  const detects = one(form, 'MachineDetection') !== undefined && one(form, 'SendDigits') === undefined
  carrier.background(
    (async () => {
      // Twilio gives a ring five seconds more than asked for.
      if ((await ring(carrier, leg, timeout + 5)) !== 'answered') return
      if (detects) await detectMachine(carrier, leg)
      carrier.background(carrier.clock.sleep(limit, leg.over).then(() => endLeg(carrier, leg, 'completed')))
      await conduct(carrier, leg, source)
    })(),
  )
  await replyOrder(carrier, leg)
  return leg
}

/** Four seconds of listening before the document is asked for (synchronous detection). */
async function detectMachine(carrier: Carrier, leg: Leg): Promise<void> {
  await carrier.clock.sleep(4, leg.over)
  leg.answeredBy = leg.machine ? 'machine_start' : 'human'
}

/** By seed the reply waits until a webhook of the new leg was answered (at most 300 real milliseconds). */
export async function replyOrder(carrier: Carrier, leg: Leg): Promise<void> {
  const order = settle(carrier.races, 'legWebhook', carrier.faults.legWebhook, ['before-reply', 'after-reply'])
  if (order === 'after-reply') return
  const bound = Promise.withResolvers<void>()
  const timer = setTimeout(bound.resolve, 300)
  await Promise.race([leg.contacted, bound.promise])
  clearTimeout(timer)
}

function updateCall(carrier: Carrier, leg: Leg, form: Form): void {
  const status = one(form, 'Status')
  const source = sourceOf(form)
  if (one(form, 'Url') && one(form, 'Twiml')) throw new RestError(400, 21222, 'Url and Twiml exclude each other')
  if (leg.isOver) throw new RestError(400, 21220, 'Call is not in-progress. Cannot redirect.')
  if (status === 'canceled') {
    if (leg.answeredAt) throw new RestError(400, 21220, 'Call is in-progress. Cannot cancel.')
    endLeg(carrier, leg, 'canceled')
  } else if (status === 'completed') {
    endLeg(carrier, leg, leg.answeredAt ? 'completed' : 'canceled')
  } else if (status !== undefined) {
    throw new RestError(400, 21218, `Invalid Status: ${status}`)
  } else if (source) {
    if (!leg.answeredAt) throw new RestError(400, 21220, 'Call is not in-progress. Cannot redirect.')
    if (one(form, 'FallbackUrl')) leg.fallbackUrl = url(form, 'FallbackUrl', 21205) ?? null
    moveLeg(carrier, leg, source)
  }
}

function matches(leg: Leg, form: Form): boolean {
  const status = one(form, 'Status')
  const [to, from, parent] = [one(form, 'To'), one(form, 'From'), one(form, 'ParentCallSid')]
  if (to !== undefined && leg.to !== to) return false
  if (from !== undefined && leg.from !== from) return false
  if (parent !== undefined && leg.parent?.sid !== parent) return false
  if (status !== undefined && leg.status !== status) return false
  return within(leg.answeredAt ?? leg.createdAt, form, 'StartTime') && within(leg.endedAt, form, 'EndTime')
}

/** Twilio's date filters: `StartTime`, `StartTime<` (at or before) and `StartTime>` (at or after). */
function within(date: Date | null, form: Form, name: string): boolean {
  const [day, before, after] = [one(form, name), one(form, `${name}<`), one(form, `${name}>`)]
  if (!date) return day === undefined && before === undefined && after === undefined
  if (day !== undefined && date.toISOString().slice(0, 10) !== day.slice(0, 10)) return false
  if (before !== undefined && date.getTime() > Date.parse(before)) return false
  return after === undefined || date.getTime() >= Date.parse(after)
}
