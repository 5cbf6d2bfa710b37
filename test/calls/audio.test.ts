import { join } from 'node:path'
import Fastify from 'fastify'
import t from 'tap'
import { audioRoutes } from '../../src/calls/audio-routes.ts'

const folder = t.testdir({
  kota: {
    'site.yaml': 'rahasia',
    audio: { 'manifest.yaml': 'schema: hotline-audio/v1', ind: { 'salam.wav': 'kota', '.hidden.wav': 'no' } },
  },
  bersama: { audio: { ind: { 'salam.wav': 'bersama', 'tunggu.mp3': 'tunggu' } } },
})
const app = Fastify()
app.register(audioRoutes, { site: join(folder, 'kota'), libraries: ['../bersama', '../nowhere'] })
t.teardown(() => app.close())
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })

t.test("recordings are served, the site's own before those of its libraries", async (t) => {
  const own = await get('/audio/ind/salam.wav')
  t.equal(own.body, 'kota')
  t.match(own.headers['content-type'], /^audio\//)
  const borrowed = await get('/audio/ind/tunggu.mp3')
  t.equal(borrowed.body, 'tunggu')
  t.match(borrowed.headers['content-type'], 'audio/mpeg')
})

t.test('what has not changed is not sent again', async (t) => {
  const { etag, 'cache-control': cache } = (await get('/audio/ind/salam.wav')).headers
  t.match(cache, 'max-age=0')
  t.equal((await get('/audio/ind/salam.wav', { 'if-none-match': String(etag) })).statusCode, 304)
})

t.test('nothing but recordings is served', async (t) => {
  for (const path of ['manifest.yaml', '../site.yaml', '%2e%2e/site.yaml', 'ind/.hidden.wav', 'ind/', 'ind/lain.wav'])
    t.equal((await get(`/audio/${path}`)).statusCode, 404, path)
})
