import t from 'tap'
import { listNuisances, tellNuisance } from '../../src/citizens/nuisance-service.ts'
import { consoleHouse } from './console-house.ts'

type House = Awaited<ReturnType<typeof consoleHouse>>
const number = '+6281234567890'

/** An operator has told of so many calls of this number that they were pranks. */
async function pranked(house: House, times: number) {
  const citizenId = (await house.citizen(number)) ?? ''
  for (let time = 0; time < times; time += 1)
    await house.database.transact(async (tx) =>
      tellNuisance(tx, { callSid: `CA${time}`, citizenId, disposition: 'prank' }, house.system()),
    )
  return citizenId
}

t.test('whoever leads the room sees which numbers meet friction, masked, why and until when', async (t) => {
  const house = await consoleHouse(t)
  const citizenId = await pranked(house, 2)
  await house.add('budi', 'supervisor')
  const budi = await house.enter('budi')
  const { body, status } = await budi('GET', '/api/nuisances')
  t.equal(status, 200)
  t.match(body.numbers, [
    { citizenId, friction: 'asked', score: 6, letsPassSeconds: 300, counts: { prank: 2, silent: 0 }, lifted: null },
  ])
  t.equal(Date.parse(body.numbers[0].expiresAt) - house.clock.now, 24 * 3_600_000)
  t.notMatch(JSON.stringify(body), '81234567890')
  t.match((await budi('GET', `/api/citizens/${citizenId}/nuisance`)).body, { friction: 'asked' })
})

t.test(
  'a supervisor lifts it with a reason; it stands in the audit, and the number waits like any other',
  async (t) => {
    const house = await consoleHouse(t)
    const citizenId = await pranked(house, 2)
    for (const [login, role] of [
      ['budi', 'supervisor'],
      ['audi', 'administrator'],
    ] as const)
      await house.add(login, role)
    const budi = await house.enter('budi')
    const url = `/api/citizens/${citizenId}/nuisance/lift`
    t.equal((await budi('POST', url, { reason: ' ' })).status, 400)
    t.equal((await budi('POST', url, { reason: 'anaknya sudah dinasihati' })).status, 204)
    t.match((await budi('GET', '/api/nuisances')).body.numbers, [
      { friction: 'none', score: 0, lifted: { by: 'Nama budi', reason: 'anaknya sudah dinasihati' } },
    ])
    t.match(JSON.stringify((await (await house.enter('audi'))('GET', '/api/audit')).body), 'nuisance.lifted')
    const tomorrow = house.clock.now + 24 * 3_600_000
    t.same(await listNuisances(house.database, tomorrow), [], 'a day later nobody is reminded of it')
  },
)

t.test('an operator sees it of a caller, and may not lift it', async (t) => {
  const house = await consoleHouse(t)
  const citizenId = await pranked(house, 1)
  await house.add('sari', 'operator')
  const sari = await house.enter('sari')
  t.match((await sari('GET', `/api/citizens/${citizenId}/nuisance`)).body, { friction: 'later', letsPassSeconds: 120 })
  t.equal((await sari('GET', '/api/nuisances')).status, 403)
  t.equal((await sari('POST', `/api/citizens/${citizenId}/nuisance/lift`, { reason: 'bukan dia' })).status, 403)
})
