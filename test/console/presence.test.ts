import t from 'tap'
import { pauseGonePages } from '../../src/dispatch/page-service.ts'
import { consoleHouse } from './console-house.ts'

t.test('presence over the interface', async (t) => {
  const house = await consoleHouse(t)
  await Promise.all([house.add('sari', 'operator'), house.add('rina', 'supervisor'), house.add('dodi', 'coordinator')])
  const sari = await house.enter('sari')

  t.test('an operator who was never on duty is offline', async (t) => {
    t.match((await sari('GET', '/api/presence/me')).body, { state: 'offline', name: 'Nama sari', device: null })
  })

  t.test('an operator says free with a phone, pauses, and leaves; the phone is kept and masked', async (t) => {
    const device = { kind: 'number', number: '+6281100000001' }
    t.match((await sari('PUT', '/api/presence/me', { state: 'free', device })).body, {
      state: 'free',
      device: '+62811•••0001',
    })
    t.match((await sari('PUT', '/api/presence/me', { state: 'paused' })).body, {
      state: 'paused',
      device: '+62811•••0001',
    })
    const rina = await house.enter('rina')
    t.match((await rina('GET', '/api/presence')).body, { operators: [{ name: 'Nama sari', state: 'paused' }] })
    t.match((await sari('PUT', '/api/presence/me', { state: 'offline' })).body, { state: 'offline' })
  })

  t.test('states that only happen, and phones that are none, are refused', async (t) => {
    for (const wish of [
      { state: 'talking' },
      {},
      { state: 'free', device: { kind: 'number', number: '0811' } },
      { state: 'free', device: { kind: 'sip', uri: 'http://x' } },
      { state: 'free', device: '+6281100000001' },
      { state: 'free', staffId: 'someone else' },
    ])
      t.equal((await sari('PUT', '/api/presence/me', wish)).status, 400, JSON.stringify(wish))
  })

  t.test('a phone outside of the dialling rules is refused before it could ever ring', async (t) => {
    const device = { kind: 'number', number: '+19005551234' }
    t.match(await sari('PUT', '/api/presence/me', { state: 'free', device }), {
      status: 422,
      body: { error: 'not_dialable' },
    })
    t.match((await sari('GET', '/api/presence/me')).body, { state: 'offline', device: '+62811•••0001' })
  })

  t.test('a form is refused in a sentence, and changes nothing', async (t) => {
    const cookies = await house.cookiesOf('sari')
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      const reply = await house.http.inject({
        method: 'PUT',
        url: '/api/presence/me',
        headers: { ...house.own, 'content-type': type },
        cookies,
        payload: 'state=free',
      })
      t.equal(reply.statusCode, 415, type)
      t.match(reply.json(), { error: 'json_only', message: /as JSON.*application\/json/ })
    }
    t.match((await sari('GET', '/api/presence/me')).body, { state: 'offline' })
  })

  t.test('who takes no calls has no presence to set', async (t) => {
    const dodi = await house.enter('dodi')
    t.equal((await dodi('PUT', '/api/presence/me', { state: 'free' })).status, 403)
    t.equal((await dodi('GET', '/api/presence')).status, 200)
  })
})

t.test('who talks in a browser is there as long as the page says so', async (t) => {
  const house = await consoleHouse(t)
  await Promise.all([house.add('sari', 'operator'), house.add('budi', 'operator')])
  const [sari, budi] = [await house.enter('sari'), await house.enter('budi')]
  const state = async (who: typeof sari) => (await who('GET', '/api/presence/me')).body.state
  const janitor = () => house.database.transact((tx) => pauseGonePages(tx, house.system()))
  for (const who of [sari, budi]) await who('PUT', '/api/presence/me', { state: 'free', device: { kind: 'browser' } })
  await budi('PUT', '/api/presence/me', { state: 'free', device: { kind: 'number', number: '+6281100000001' } })
  for (const who of [sari, budi]) t.equal((await who('POST', '/api/presence/me/here')).status, 204)

  house.clock.now += 29_000
  t.equal(await janitor(), 0)
  house.clock.now += 2_000
  t.equal(await janitor(), 1)
  t.same([await state(sari), await state(budi)], ['paused', 'free'], 'a phone needs no page')

  await sari('PUT', '/api/presence/me', { state: 'free' })
  t.equal(await janitor(), 0, 'who has just come back is given time')
  house.clock.now += 20_000
  await sari('POST', '/api/presence/me/here')
  house.clock.now += 29_000
  t.equal(await janitor(), 0)
  t.equal(await state(sari), 'free')
})
