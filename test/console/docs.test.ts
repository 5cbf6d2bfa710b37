import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RouteOptions } from 'fastify'
import t from 'tap'
import { consoleHouse } from './console-house.ts'

/** Deeds that need no more words than their address. */
const takesNothing: ReadonlySet<string> = new Set([
  'put /api/staff/{login}/closing',
  'post /api/staff/{login}/one-time-password',
  'post /api/presence/me/here',
  'post /api/recoveries/{id}/ring',
  'post /api/drills/{id}/stop',
  'post /api/softphone/token',
  'post /api/conversations/{id}/end',
  'post /api/offers/{id}/decline',
  'post /api/callbacks/{id}/ring',
])

t.test('the interface describes itself', async (t) => {
  const routes: RouteOptions[] = []
  const { http } = await consoleHouse(t, { onRoute: (route) => routes.push(route) })
  const description = (await http.inject('/api/docs/json')).json()

  t.test('with every route, its body and its answers', async (t) => {
    t.match(description, { openapi: '3.1.0', info: { title: 'Sahut' } })
    const offered = routes
      .filter(({ url, schema }) => url.startsWith('/api/') && !url.startsWith('/api/docs') && schema?.hide !== true)
      .map(({ url }) => url.replaceAll(/:(\w+)/g, '{$1}'))
    t.ok(offered.length > 20)
    t.same(Object.keys(description.paths).sort(), [...new Set(offered)].sort())
    for (const [path, methods] of Object.entries<Record<string, { responses: object; requestBody?: object }>>(
      description.paths,
    )) {
      for (const [method, { responses, requestBody }] of Object.entries(methods)) {
        t.ok(
          Object.keys(responses).some((status) => status.startsWith('2')),
          `${method} ${path} says what it answers`,
        )
        t.ok('401' in responses, `${method} ${path} says how it refuses`)
        const takes = ['post', 'put', 'patch'].includes(method) && !takesNothing.has(`${method} ${path}`)
        t.equal(requestBody !== undefined, takes, `${method} ${path} says what it takes`)
      }
    }
  })

  t.test('on a page whose scripts the policy lets run', async (t) => {
    const page = await http.inject('/api/docs/')
    t.equal(page.statusCode, 200)
    t.match(page.body, /swagger-ui/)
    t.notMatch(page.body, /<script(?![^>]*\bsrc=)/, 'no inline script, which the policy would block')
    for (const [, src = ''] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const asset = await http.inject(new URL(src, 'http://localhost/api/docs/').pathname)
      t.equal(asset.statusCode, 200, src)
    }
  })
})

t.test('pages', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sahut-console-'))
  const { http } = await consoleHouse(t, { folder })

  t.test('before the build a plain page says what to do', async (t) => {
    const page = await http.inject('/')
    t.equal(page.statusCode, 503)
    t.match(page.body, /npm run build/)
  })

  t.test('after it, files are served and people’s paths get the one page', async (t) => {
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html><head><title>Konsol</title></head>')
    writeFileSync(join(folder, 'assets/app-1a2b.js'), 'export {}')
    for (const path of ['/', '/calls', '/tickets/12345674?x=1']) {
      const page = await http.inject(path)
      t.match([page.statusCode, page.body], [200, /Konsol/], path)
      t.equal(page.headers['cache-control'], 'no-store')
      const nonce = /<meta name="csp-nonce" content="([0-9a-f]{32})"/.exec(page.body)?.[1]
      t.match(page.headers['content-security-policy'], `style-src 'self' 'nonce-${nonce}'`)
    }
    const asset = await http.inject('/assets/app-1a2b.js')
    t.match([asset.statusCode, asset.headers['content-type']], [200, /javascript/])
    t.match(asset.headers['cache-control'], /immutable/)
  })

  t.test('an unknown file or path of a machine is not found, and nothing outside the folder is served', async (t) => {
    for (const path of [
      '/assets/none.js',
      '/api/none',
      '/twilio/none',
      '/../package.json',
      '/%2e%2e/%2e%2e/etc/passwd.txt',
      '/assets/%2e%2e/%2e%2e/x.json',
      '/%zz',
    ])
      t.ok([400, 403, 404].includes((await http.inject(path)).statusCode), path)
  })

  t.test('every page carries a strict policy', async (t) => {
    const { headers } = await http.inject('/')
    const policy = String(headers['content-security-policy'])
    t.match(policy, /default-src 'none'/)
    t.match(policy, /script-src 'self'( 'nonce-[0-9a-f]{32}')?(;|$)/)
    t.match(policy, /frame-ancestors 'none'/)
    t.notMatch(policy, /(script-src|style-src|style-src-elem) [^;]*unsafe-inline/)
    t.not(policy, (await http.inject('/')).headers['content-security-policy'], 'no nonce is given twice')
    t.notMatch(policy, /upgrade-insecure-requests/, 'plain http stays usable in a local network')
    t.equal(headers['x-content-type-options'], 'nosniff')
    t.notOk(headers['strict-transport-security'])
  })
})

t.test('over https browsers are told to stay there', async (t) => {
  const { http } = await consoleHouse(t, { publicUrl: 'https://sahut.example.go.id' })
  const { headers } = await http.inject('/api/me')
  t.ok(headers['strict-transport-security'])
  t.match(String(headers['content-security-policy']), /upgrade-insecure-requests/)
})
