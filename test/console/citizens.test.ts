import t from 'tap'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { consoleHouse } from './console-house.ts'

const reason = { reason: 'ingin tahu' }

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
    for (const body of [{}, { reason: '   ' }, { reason: 'x' }, { reason: 'x    ' }])
      t.equal((await sari('POST', `/api/citizens/${id}/openings`, body)).status, 400, JSON.stringify(body))
    t.equal((await sari('GET', `/api/citizens/${id}`)).status, 404, 'there is no way around the reason')
    t.same(await auditAbout(house.database, `citizen:${id}`), [])
    const opened = await sari('POST', `/api/citizens/${id}/openings`, { reason: 'alamat tidak jelas' })
    t.match(opened, { status: 200, body: { id, address: '+6281200000001', canBeTexted: true, name: null } })
    t.equal(opened.headers['cache-control'], 'no-store')
    const [entry] = await auditAbout(house.database, `citizen:${id}`)
    t.match(entry, { action: 'citizen.opened', facts: { reason: 'alamat tidak jelas' }, actor: /^staff:/ })
  })

  t.test('is not for everyone', async (t) => {
    for (const login of ['opd', 'admin']) {
      const ask = await house.enter(login)
      t.equal((await ask('POST', `/api/citizens/${id}/openings`, reason)).status, 403, login)
    }
    const url = `/api/citizens/${id}/openings`
    const stranger = await house.http.inject({ method: 'POST', url, headers: house.own, payload: reason })
    t.equal(stranger.statusCode, 401)
    t.equal((await auditAbout(house.database, `citizen:${id}`)).length, 1)
  })

  t.test('that nobody has is not found', async (t) => {
    const open = async (who: string) => (await sari('POST', `/api/citizens/${who}/openings`, reason)).status
    t.equal(await open('0190b6f0-0000-7000-8000-000000000000'), 404)
    t.equal(await open('1'), 400)
    t.equal(await open('------------------------------------'), 400)
  })
})
