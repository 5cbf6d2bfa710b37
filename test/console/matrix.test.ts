/** Every role at every route, made from the routes themselves: what is denied is tried, and must change nothing. */

import { text as read } from 'node:stream/consumers'
import type { RouteOptions } from 'fastify'
import t from 'tap'
import { allowed, type Role, roles } from '../../src/identity/permission.ts'
import { disableStaff } from '../../src/identity/service.ts'
import { consoleHouse } from './console-house.ts'
import { bodies, tablesOf } from './matrix-tables.ts'
import { thingsToReach } from './matrix-things.ts'

// Some nine hundred requests, on machines that do other things too.
t.setTimeout(280_000)

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

const things = await thingsToReach(house)
const { values, foreign } = tablesOf(things)

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
