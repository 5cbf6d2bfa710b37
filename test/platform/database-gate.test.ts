import pg from 'pg'
import t from 'tap'
import { openGate, probeOf } from '../../src/platform/database-gate.ts'
import { asTrouble, DatabaseAway, troubleOf } from '../../src/platform/database-trouble.ts'

const refused = (code: string) => Object.assign(new pg.DatabaseError('no', 2, 'error'), { code })

t.test('trouble with the database is told from mistakes of ours', async (t) => {
  for (const [code, trouble] of [
    ['57P01', 'away'],
    ['57P03', 'away'],
    ['53100', 'away'],
    ['53300', 'away'],
    ['25006', 'away'],
    ['58030', 'away'],
    ['57014', 'slow'],
    ['40P01', 'slow'],
    ['23505', null],
    ['42P01', null],
  ] as const)
    t.equal(troubleOf(refused(code)), trouble, code)
  t.equal(troubleOf(asTrouble(new Error('Connection terminated unexpectedly'))), 'away')
  t.equal(troubleOf(new Error('outer', { cause: new DatabaseAway('x') })), 'away')
  t.equal(troubleOf(new TypeError('ours')), null)
})

function gateOn() {
  let answer: () => Promise<void> = async () => {}
  let probes = 0
  const told: string[] = []
  const gate = openGate({
    probe: () => {
      probes += 1
      return answer()
    },
    onAway: () => told.push('away'),
    onBack: () => told.push('back'),
    probeMilliseconds: 20,
    everyMilliseconds: 5,
  })
  const set = (next: () => Promise<void>) => {
    answer = next
  }
  return { gate, told, set, probes: () => probes }
}

const fails = () => Promise.reject(new Error('refused'))
const hangs = () => new Promise<void>(() => {})

async function untilTrue(condition: () => boolean) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1))
}

for (const [how, probe] of [
  ['refuses', fails],
  ['hangs', hangs],
] as const)
  t.test(`it ${how}: the first who fails asks, everyone else knows, and it is noticed when it is back`, async (t) => {
    const { gate, told, set, probes } = gateOn()
    set(probe)
    t.equal(gate.isAway(), false)
    t.same(await Promise.all([1, 2, 3].map(() => gate.failed(new DatabaseAway('gone')))), ['away', 'away', 'away'])
    t.equal(probes(), 1)
    t.equal(gate.isAway(), true)
    set(async () => {})
    await untilTrue(() => !gate.isAway())
    t.same(told, ['away', 'back'])
    await gate.close()
  })

t.test('a database that answers is not away because one attempt lost its connection, or was slow', async (t) => {
  const { gate, told } = gateOn()
  t.equal(await gate.failed(new DatabaseAway('one connection')), 'slow')
  t.equal(await gate.failed(refused('57014')), 'slow')
  t.equal(await gate.failed(new TypeError('ours')), null)
  t.same(told, [])
  await gate.close()
})

t.test('five that are late in a row, with none in time between them, open it for a while', async (t) => {
  const { gate } = gateOn()
  for (let n = 0; n < 4; n += 1) gate.late()
  gate.done()
  for (let n = 0; n < 4; n += 1) gate.late()
  t.equal(gate.isAway(), false)
  gate.late()
  t.equal(gate.isAway(), true)
  await gate.close()
})

t.test('the probe of a port where nobody listens fails at once', async (t) => {
  const began = performance.now()
  await t.rejects(probeOf('postgres://sahut@127.0.0.1:1/sahut', 1_000)())
  t.ok(performance.now() - began < 500)
})
