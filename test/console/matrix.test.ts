/** Every role at every route, made from the routes themselves: what is denied is tried, and must change nothing. */

import { text as read } from 'node:stream/consumers'
import type { RouteOptions } from 'fastify'
import t from 'tap'
import { keepCallView } from '../../src/console/call-views-service.ts'
import { desks } from '../../src/console/desk-view.ts'
import { hearRecording } from '../../src/conversations/recording-service.ts'
import { beginCall, openConversation } from '../../src/conversations/service.ts'
import { askCallback } from '../../src/dispatch/callback-service.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { beginWait } from '../../src/dispatch/wait-service.ts'
import { raiseEmergency } from '../../src/emergency/service.ts'
import { allowed, type Role, roles } from '../../src/identity/permission.ts'
import { disableStaff, staffByLogin } from '../../src/identity/service.ts'
import { openTicket } from '../../src/tickets/service.ts'
import { consoleHouse } from './console-house.ts'

// Some nine hundred requests, on machines that do other things too.
t.setTimeout(110_000)

type Route = { readonly method: string; readonly url: string; readonly access: string }
type Who = Role | 'nobody' | 'disabled'

const found: RouteOptions[] = []
const house = await consoleHouse(t, { onRoute: (route) => found.push(route) })
const routes: readonly Route[] = found
  .filter(({ url }) => !url.startsWith('/api/docs'))
  .flatMap(({ method, url, config }) =>
    [method].flat().map((each) => ({ method: each, url, access: String(config?.permission) })),
  )

for (const role of roles) await house.add(role, role, role === 'agency' ? 'pupr' : undefined)
await house.add('disabled', 'administrator')
/** Whom the administrator lets in, shuts out and changes. */
await house.add('seseorang', 'operator')

/** Things to reach for: a call with a recording, an emergency and its ticket, a citizen; one ticket of the officer's agency, one of another. */
const citizenId = (await house.citizen('+6281200000001')) ?? ''
const { emergencyId, mine, theirs } = await house.database.transact(async (tx) => {
  for (const callSid of ['CA1', 'CA2']) {
    const call = { callSid, line: '+62751000100', citizenId, callerKind: 'number', status: 'in-progress' } as const
    await beginCall(tx, call, house.system())
  }
  await hearRecording(tx, { recordingSid: 'RE1', callSid: 'CA1', status: 'completed', seconds: 9 }, house.system())
  const raising = { callSid: 'CA1', kind: 'medis', ladder: 'medis', lane: 'umum', arrivedAt: house.clock.now }
  const raised = await raiseEmergency(tx, house.dispatch, raising, house.system())
  const ticket = { channel: 'voice', citizenId, kind: 'complaint' } as const
  const open = async (contact: string, ownerAgencyId: string) =>
    (await openTicket(tx, { ...ticket, contact, ownerAgencyId }, house.system())).code
  return { ...raised, mine: await open('CA1', 'pupr'), theirs: await open('CA2', 'kominfo') }
})

const callbackId = await house.database.transact(async (tx) => {
  const asking = { callSid: 'CA2', citizenId, number: null, lane: 'umum', language: 'ind', arrivedAt: house.clock.now }
  const asked = await askCallback(tx, house.callbacks, asking, house.system())
  return asked.outcome === 'granted' ? asked.callbackId : ''
})
/** A ring of the supervisor's. */
const offerId = await house.database.transact(async (tx) => {
  const staffId = (await staffByLogin(tx, 'supervisor'))?.id ?? ''
  const device = { kind: 'number', number: '+6281100000001' } as const
  await setPresence(tx, house.dispatch, { staffId, state: 'free', device }, house.system())
  const entering = { callSid: 'CA2', lane: 'umum', emergencyId: null, arrivedAt: house.clock.now }
  await beginWait(tx, house.dispatch, entering, house.system())
  return (await desks(tx, [staffId], house.sealer, house.clock.now)).get(staffId)?.offer?.id ?? ''
})

/** A conversation in which nobody of these is. */
const conversationId = await house.database.transact(async (tx) =>
  openConversation(tx, { citizenCallSid: 'CA1' }, house.system()),
)
await house.database.pool.query(`update waits set state = 'joined', conversation_id = $1 where call_sid = 'CA1'`, [
  conversationId,
])

/** A filter that a supervisor keeps and shows to everybody. */
const viewId = await house.database.transact(async (tx) => {
  const { id: staffId = '' } = (await staffByLogin(tx, 'supervisor')) ?? {}
  return keepCallView(tx, { staffId, name: 'Minggu ini', isShared: true, filter: {} }, house.system())
})

const version = 1
const bodies: Readonly<Record<string, object>> = {
  'PATCH /api/tickets/:code': { version, place: 'x' },
  'POST /api/tickets/:code/notes': { text: 'x' },
  'POST /api/tickets/:code/assignment': { version, agencyId: 'pupr' },
  'POST /api/tickets/:code/answer': { version, text: 'x' },
  'POST /api/tickets/:code/closing': { version, reason: 'x' },
  'POST /api/tickets/:code/steps': { version, do: 'verify' },
  'POST /api/conversations/:id/hold': { on: true },
  'POST /api/conversations/:id/mute': { leg: 'citizen', on: true },
  'POST /api/conversations/:id/bring-in': { what: '119' },
  'POST /api/callers/lookups': { number: '081200000001' },
  'POST /api/call-views': { name: 'x', filter: {} },
  'POST /api/emergencies/:id/close': { reason: 'mencoba' },
  'POST /api/recoveries/:id/close': { reason: 'mencoba' },
  'PATCH /api/calls/:callSid/draft': { writer: 'mencoba-', count: 1, base: 0, fields: { place: 'x' } },
  'PUT /api/offers/:id/disposition': { disposition: 'test' },
  'POST /api/presence/me/wrap-up': { seconds: 30 },
  'POST /api/callbacks/:id/cancel': { reason: 'mencoba' },
  'POST /api/citizens/:id/openings': { reason: 'mencoba' },
  'POST /api/citizens/:id/nuisance/lift': { reason: 'mencoba' },
  'POST /api/staff': { login: 'baru', name: 'Baru', roles: ['operator'] },
  'PATCH /api/staff/:login': { name: 'Lain' },
  'PUT /api/staff/:login/device': { device: { kind: 'browser' } },
  'POST /api/duty-tests': { target: 'duty_line' },
  'POST /api/drills': { ladder: 'medis' },
  'POST /api/flows/publications': { returnTo: null, note: 'mencoba' },
}
/** What stands for a path's parameters: something that is there. */
const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/api/tickets': { code: mine },
  '/api/calls': { callSid: 'CA1', id: 'RE1' },
  '/api/emergencies': { id: emergencyId },
  '/api/citizens': { id: citizenId },
  '/api/conversations': { id: conversationId },
  '/api/offers': { id: offerId },
  '/api/callbacks': { id: callbackId },
  '/api/call-views': { id: viewId },
  '/api/staff': { login: 'seseorang' },
  '/api/flows': { number: '1', content: '0'.repeat(64) },
}
/**
 * Of the same kind, but another's: for whom it must not be there at all. Null where whoever has the permission has it for every such
 * thing. A route with parameters that stands in neither table fails the test: its author has to say.
 */
const foreign: Readonly<
  Record<string, { readonly values: Readonly<Record<string, string>>; readonly who: Role } | null>
> = {
  '/api/tickets/:code': { values: { code: theirs }, who: 'agency' },
  '/api/tickets/:code/notes': { values: { code: theirs }, who: 'agency' },
  '/api/tickets/:code/assignment': { values: { code: theirs }, who: 'agency' },
  '/api/tickets/:code/answer': { values: { code: theirs }, who: 'agency' },
  '/api/tickets/:code/closing': { values: { code: theirs }, who: 'agency' },
  '/api/tickets/:code/steps': { values: { code: theirs }, who: 'agency' },
  '/api/calls/:callSid/recordings/:id/audio': { values: { callSid: 'CA2', id: 'RE1' }, who: 'operator' },
  '/api/conversations/:id/hold': { values: { id: conversationId }, who: 'operator' },
  '/api/conversations/:id/mute': { values: { id: conversationId }, who: 'operator' },
  '/api/conversations/:id/bring-in': { values: { id: conversationId }, who: 'operator' },
  '/api/conversations/:id/end': { values: { id: conversationId }, who: 'operator' },
  '/api/offers/:id/disposition': { values: { id: offerId }, who: 'operator' },
  '/api/calls/:callSid/draft': null,
  '/api/citizens/:id/history': null,
  '/api/callbacks/:id/ring': null,
  '/api/callbacks/:id/cancel': null,
  '/api/offers/:id/decline': { values: { id: offerId }, who: 'operator' },
  '/api/calls/:callSid': null,
  '/api/call-views/:id': { values: { id: viewId }, who: 'operator' },
  '/api/emergencies/:id/close': null,
  '/api/emergencies/:id/handover': null,
  '/api/recoveries/:id/ring': null,
  '/api/citizens/:id/nuisance': null,
  '/api/citizens/:id/nuisance/lift': null,
  '/api/recoveries/:id/close': null,
  '/api/citizens/:id/openings': null,
  '/api/drills/:id/stop': null,
  '/api/flows/publications/:number': null,
  '/api/flows/publications/:number/changes': null,
  '/api/flows/contents/:content/changes': null,
  '/api/staff/:login': null,
  '/api/staff/:login/closing': null,
  '/api/staff/:login/one-time-password': null,
  '/api/staff/:login/device': null,
  '/api/staff/:login/sessions': null,
  '/api/staff/:login/second-factor': null,
}

const filled = (url: string, given: Readonly<Record<string, string>> = {}) =>
  url.replaceAll(/:(\w+)/g, (_, name: string) => given[name] ?? 'tidak-ada').replace('*', '')
const valuesFor = (url: string) => values[Object.keys(values).find((start) => url.startsWith(`${start}/`)) ?? '']

const cookies = new Map<Who, { sahut: string }>()
for (const who of [...roles, 'disabled'] as const) cookies.set(who, await house.cookiesOf(who))
await house.database.transact((tx) => disableStaff(tx, { login: 'disabled' }, house.system()))

async function ask(who: Who, { method, url }: Route, given = valuesFor(url), headers: object = house.own) {
  const body = bodies[`${method} ${url}`]
  const reply = await house.http.inject({
    method: method as 'GET',
    url: filled(url, given),
    headers: { ...headers },
    ...(cookies.has(who) ? { cookies: cookies.get(who) ?? { sahut: '' } } : {}),
    ...(body === undefined ? {} : { payload: body }),
    // One route is a stream that does not end by itself.
    payloadAsStream: true,
  })
  if (String(reply.headers['content-type']).includes('event-stream')) {
    reply.stream().destroy()
    return String(reply.statusCode)
  }
  const text = await read(reply.stream())
  const isJson = String(reply.headers['content-type']).includes('json') && text !== ''
  return `${reply.statusCode} ${isJson ? (JSON.parse(text)?.error ?? '') : ''}`.trim()
}

/** Everything that a denied request could have changed. */
async function everything(): Promise<string> {
  const tables = `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`
  const { rows } = await house.database.pool.query<{ name: string }>(tables)
  const sums = rows.map(async ({ name }) => {
    const sum = `select md5(coalesce(string_agg(r::text, '|' order by r::text), '')) as sum from "${name}" r`
    return `${name} ${(await house.database.pool.query<{ sum: string }>(sum)).rows[0]?.sum}`
  })
  return (await Promise.all(sums)).join('\n')
}

const isAllowed = (who: Who, { access }: Route): boolean =>
  access === 'public' ||
  (who !== 'nobody' && who !== 'disabled' && (access === 'signed-in' || allowed([who]).includes(access as never)))
const unsafe = ({ method }: Route) => !['GET', 'HEAD'].includes(method)

t.test('there are routes, and every one of them declares who may call it', async (t) => {
  t.ok(routes.length > 30)
  t.same(
    routes.filter(({ access }) => access === 'undefined'),
    [],
  )
  t.same(
    routes.filter(({ access }) => access === 'public').map(({ method, url }) => `${method} ${url}`),
    ['POST /api/session', 'GET /*', 'HEAD /*'],
    'whatever else is open to everyone has to be named here',
  )
})

t.test('every denied cell is denied, and changes nothing', async (t) => {
  const before = await everything()
  let tried = 0
  for (const route of routes) {
    for (const who of [...roles, 'nobody', 'disabled'] as const) {
      if (isAllowed(who, route)) continue
      tried += 1
      const expected = who === 'nobody' || who === 'disabled' ? '401 signed_out' : '403 not_allowed'
      const [status] = expected.split(' ')
      const cell = `${who} ${route.method} ${route.url}`
      t.equal(await ask(who, route), route.method === 'HEAD' ? status : expected, cell)
    }
  }
  t.ok(tried > 60, `${tried} cells`)
  t.equal(await everything(), before)
})

t.test('what belongs to another is not there, whatever is asked of it', async (t) => {
  const withParameters = routes.filter(({ url }) => url.includes(':'))
  t.same(
    [...new Set(withParameters.map(({ url }) => url))].filter((url) => !(url in foreign)),
    [],
    'every route says what is foreign to it',
  )
  const before = await everything()
  for (const route of withParameters) {
    const other = foreign[route.url]
    if (!other || !isAllowed(other.who, route)) continue
    const cell = `${other.who} ${route.method} ${route.url}`
    t.equal(await ask(other.who, route, other.values), route.method === 'HEAD' ? '404' : '404 unknown', cell)
  }
  t.equal(await everything(), before)
})

t.test('no changing route listens to a foreign page, or to a form', async (t) => {
  const before = await everything()
  for (const route of routes.filter(unsafe)) {
    const who = roles.find((role) => isAllowed(role, route)) ?? 'operator'
    const cell = `${route.method} ${route.url}`
    const headers = { origin: 'https://jahat.example' }
    t.equal(await ask(who, route, valuesFor(route.url), headers), '403 foreign_origin', cell)
    if (route.method === 'DELETE') continue
    const form = { ...house.own, 'content-type': 'application/x-www-form-urlencoded' }
    const cookie = cookies.get(who) ?? { sahut: '' }
    const reply = await house.http.inject({
      method: route.method as 'POST',
      url: filled(route.url, valuesFor(route.url)),
      headers: form,
      cookies: cookie,
      payload: 'a=b',
    })
    t.match([reply.statusCode, reply.json()], [415, { error: 'json_only' }], cell)
  }
  t.equal(await everything(), before)
})

t.test('every allowed cell opens', async (t) => {
  // Those that end the session come last.
  const ends = ({ method, url }: Route) => method === 'DELETE' && /session/.test(url)
  for (const who of roles) {
    for (const route of routes.filter((one) => !ends(one) && isAllowed(who, one)))
      t.notMatch(await ask(who, route), /^(401 signed_out|403)/, `${who} ${route.method} ${route.url}`)
  }
  for (const route of routes.filter(ends)) {
    for (const who of roles) {
      if (!isAllowed(who, route)) continue
      cookies.set(who, await house.cookiesOf(who))
      t.equal(await ask(who, route), '204', `${who} ${route.method} ${route.url}`)
    }
  }
})
