import t from 'tap'
import { move } from '../../src/emergency/duty-test-store.ts'
import { auditAbout } from '../../src/identity/audit-service.ts'
import { statement } from '../../src/platform/postgres.ts'
import { consoleHouse } from './console-house.ts'

const house = await consoleHouse(t)
await house.add('rina', 'supervisor')
await house.add('sari', 'operator')
const rina = await house.enter('rina')

const tests = statement<{ id: string }>('test.running', 'select id from duty_tests where settled_at is null')
const settles = async (state: 'confirmed' | 'busy') => {
  const [test] = await house.database.run(tests, [])
  await house.database.transact(async (tx) => void move(tx, test?.id ?? '', state, house.clock.now))
}

t.test('a supervisor sees which ladders can be drilled, and an operator does not', async (t) => {
  t.match(await rina('GET', '/api/drills'), {
    status: 200,
    body: {
      ladders: [
        { kind: 'medis', label: 'Darurat medis', rungs: [{ name: 'Damkar', address: '+62751113' }, {}], lastAt: null },
      ],
      drills: [],
    },
  })
  const sari = await house.enter('sari')
  t.equal((await sari('POST', '/api/drills', { ladder: 'medis' })).status, 403)
})

t.test('a drill is measured rung by rung; only one runs, and a person may stop it', async (t) => {
  t.match(await rina('POST', '/api/drills', { ladder: 'umum' }), { status: 409, body: { error: 'nothing_marked' } })
  t.match(await rina('POST', '/api/drills', { ladder: 'banjir' }), { status: 404 })
  const started = await rina('POST', '/api/drills', { ladder: 'medis' })
  t.match(started, {
    status: 202,
    body: {
      drills: [
        {
          ...{ ladder: 'medis', by: 'Nama rina', state: 'running', seconds: null },
          rungs: [
            { name: 'Damkar', state: 'calling', secondsToKey: null },
            { name: 'Posko', state: 'waiting' },
          ],
        },
      ],
    },
  })
  t.match(await rina('POST', '/api/drills', { ladder: 'medis' }), { status: 409, body: { error: 'drill_running' } })
  house.clock.now += 8_400
  await settles('confirmed')
  const [{ id }] = started.body.drills
  t.match((await rina('GET', '/api/drills')).body.drills, [{ rungs: [{ state: 'confirmed', secondsToKey: 8.4 }, {}] }])
  t.match(await rina('POST', `/api/drills/${id}/stop`), {
    status: 200,
    body: { drills: [{ state: 'stopped', why: 'person', seconds: 8.4 }] },
  })
  t.match(await rina('POST', `/api/drills/${id}/stop`), { status: 404 })
  t.match(await rina('POST', '/api/drills', { ladder: 'medis' }), { status: 429, body: { error: 'too_often' } })
  t.match(await auditAbout(house.database, 'drill:medis'), [{ action: 'drill.started', actor: /^staff:/ }])
})
