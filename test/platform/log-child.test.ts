import t from 'tap'
import { openHttp } from '../../src/platform/http.ts'
import { readableLog } from '../support/log.ts'

t.test(
  'a request that says something says it with its own id, at the level of its route, and hides people',
  async (t) => {
    const { log, lines, text } = readableLog('info')
    const app = await openHttp({ log })
    t.teardown(() => app.close())
    app.get('/speaks', async (request) => {
      request.log.warn({ from: '+6281234567890' }, 'first')
      request.log.child({ callSid: 'CA1' }).info('second')
      return request.id
    })
    app.get('/quiet', { logLevel: 'error' }, async (request) => {
      request.log.warn('not said')
      request.log.error('said')
      return request.log.level
    })
    const ids = [(await app.inject('/speaks')).body, (await app.inject('/speaks')).body]
    t.not(ids[0], ids[1])
    t.match(lines, [
      { level: 'warn', reqId: ids[0], msg: 'first' },
      { level: 'info', reqId: ids[0], callSid: 'CA1', msg: 'second' },
      { reqId: ids[1], msg: 'first' },
      { reqId: ids[1], msg: 'second' },
    ])
    t.notMatch(text(), /8123/)
    lines.length = 0
    t.equal((await app.inject('/quiet')).body, 'error')
    t.match(lines, [{ level: 'error', msg: 'said' }])
    t.equal(lines.length, 1)
  },
)

t.test('ids of requests tell processes apart', async (t) => {
  const ids = await Promise.all(
    [1, 2].map(async () => {
      const app = await openHttp({ log: readableLog().log })
      app.get('/', async ({ id }) => id)
      const { body } = await app.inject('/')
      await app.close()
      return body
    }),
  )
  t.not(ids[0], ids[1])
})
