import t from 'tap'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { consoleHouse } from './console-house.ts'

t.test('a citizen’s number', async (t) => {
  const house = await consoleHouse(t)
  await Promise.all([
    house.add('sari', 'operator'),
    house.add('opd', 'agency', 'pupr'),
    house.add('admin', 'administrator'),
  ])
  const id = await house.citizen('+6281200000001')
  const sari = await house.enter('sari')

  t.test('is opened only with a reason, and who asked stays in the audit', async (t) => {
    t.equal((await sari('GET', `/api/citizens/${id}`)).status, 400)
    t.equal((await sari('GET', `/api/citizens/${id}?reason=%20%20%20`)).status, 400)
    t.same(await auditAbout(house.database, `citizen:${id}`), [])
    const opened = await sari('GET', `/api/citizens/${id}?reason=alamat%20tidak%20jelas`)
    t.match(opened, { status: 200, body: { id, address: '+6281200000001', canBeTexted: true, name: null } })
    t.equal(opened.headers['cache-control'], 'no-store')
    const [entry] = await auditAbout(house.database, `citizen:${id}`)
    t.match(entry, { action: 'citizen.opened', facts: { reason: 'alamat tidak jelas' }, actor: /^staff:/ })
  })

  t.test('is not for everyone', async (t) => {
    for (const login of ['opd', 'admin']) {
      const ask = await house.enter(login)
      t.equal((await ask('GET', `/api/citizens/${id}?reason=ingin%20tahu`)).status, 403, login)
    }
    t.equal((await house.http.inject(`/api/citizens/${id}?reason=ingin%20tahu`)).statusCode, 401)
    t.equal((await auditAbout(house.database, `citizen:${id}`)).length, 1)
  })

  t.test('that nobody has is not found', async (t) => {
    t.equal((await sari('GET', '/api/citizens/0190b6f0-0000-7000-8000-000000000000?reason=mencari')).status, 404)
    t.equal((await sari('GET', '/api/citizens/1?reason=mencari')).status, 400)
    t.equal((await sari('GET', '/api/citizens/------------------------------------?reason=mencari')).status, 400)
  })
})
