import { join } from 'node:path'
import t, { type Test } from 'tap'
import { syncAgencies } from '../../src/agencies/service.ts'
import { createSealer } from '../../src/citizens/seal.ts'
import { timeline } from '../../src/conversations/service.ts'
import type { Input } from '../../src/flow/input.ts'
import { dispatchHouse, sessionsHouse } from '../../src/house.ts'
import { arrive, reportStatus, takeTurn } from '../../src/sessions/service.ts'
import { loadSite } from '../../src/site.ts'
import { ticketOfContact } from '../../src/tickets/service.ts'
import { testDatabase } from '../support/database.ts'

const key = (digits: string): Input => ({ kind: 'digits', digits })
const said = (text: string): Input => ({ kind: 'speech', text, confidence: 0.9 })
const silence: Input = { kind: 'silence' }
const ani = '01920000-0000-7000-8000-000000000001'
const heartbeat: Input = { kind: 'continue' }

/** Callers of the shipped flow, a clock that stands still unless told, and what is kept of their emergencies. */
async function line(t: Test) {
  const loaded = await loadSite(join(import.meta.dirname, '..', '..', 'ivr-flows'))
  if (loaded.outcome !== 'site') throw new Error('the shipped site is broken')
  const database = await testDatabase(t)
  const house = sessionsHouse(loaded.site, dispatchHouse(loaded.site), createSealer('s'.repeat(40)))
  let now = Date.UTC(2026, 10, 21, 3)
  const context = () => ({ now, actor: 'citizen' })
  await database.transact((tx) => syncAgencies(tx, loaded.site.agencies, context()))
  const calls = new Map<string, number>()
  return {
    database,
    pass: (seconds: number) => {
      now += seconds * 1000
    },
    calls: async (callSid: string, address = '+6281200000001') => {
      const caller = { kind: 'number', address, canBeTexted: true } as const
      const arrival = { callSid, line: '+62751000100', caller, status: 'in-progress', token: null } as const
      await database.transact((tx) => arrive(tx, house, arrival, context()))
      calls.set(callSid, 0)
    },
    does: async (callSid: string, ...inputs: readonly Input[]) => {
      for (const input of inputs) {
        const turn = (calls.get(callSid) ?? 0) + 1
        calls.set(callSid, turn)
        const taken = { callSid, turn, epoch: 0, token: null, input }
        await database.transact((tx) => takeTurn(tx, house, taken, context()))
      }
    },
    hangsUp: (callSid: string) => {
      const report = { callSid, status: 'completed', at: now, durationSeconds: 30 } as const
      return database.transact((tx) => reportStatus(tx, house, report, context()))
    },
    /** Somebody is on duty, and talks with somebody else. */
    staffed: async () => {
      await database.pool.query(
        `insert into staff (id, login, name, password_hash, roles, created_at) values ($1, 'ani', 'Ani', '-', '{operator}', now())`,
        [ani],
      )
      await database.pool.query(`insert into operators (staff_id, state, since) values ($1, 'wrap_up', now())`, [ani])
    },
    emergency: async (callSid: string) => {
      const { rows } = await database.pool.query(
        `select e.kind, e.ladder, e.class, e.reasons, e.silent, e.answers, w.severity, w.silent as told_silent
         from emergencies e join waits w on w.call_sid = e.call_sid where e.call_sid = $1`,
        [callSid],
      )
      return rows[0]
    },
    wait: async (callSid: string) =>
      (await database.pool.query('select lane, silent, emergency_id from waits where call_sid = $1', [callSid]))
        .rows[0],
    told: async (callSid: string) => (await timeline(database, callSid)).map(({ kind }) => kind),
    ticket: (callSid: string) => ticketOfContact(database, callSid),
  }
}

t.test('key 1 alone is unclear; its kind, told by a key while help is called, makes it urgent', async (t) => {
  const { calls, does, emergency, told } = await line(t)
  await calls('CAkey')
  await does('CAkey', key('1'))
  t.match(await emergency('CAkey'), { kind: 'umum', class: 'unclear', silent: false, severity: 0 })
  t.match((await emergency('CAkey')).reasons, [{ because: 'key' }])
  await does('CAkey', heartbeat, key('2'))
  t.match(await emergency('CAkey'), {
    kind: 'kebakaran',
    ladder: 'kebakaran',
    class: 'urgent',
    severity: 2,
    answers: { jenis: { answer: 'kebakaran' } },
  })
  t.match((await told('CAkey')).slice(-3), ['emergency.told', 'emergency.refined', 'emergency.judged'])
})

t.test('words said at the first menu raise it, tell its kind, and are the reason', async (t) => {
  const { calls, does, emergency } = await line(t)
  await calls('CAwords')
  await does('CAwords', said('tolong ada kebakaran dan orang terjebak'))
  t.match(await emergency('CAwords'), { kind: 'kebakaran', class: 'life', severity: 3 })
  t.match((await emergency('CAwords')).reasons, [{ because: 'words', words: ['kebakaran', 'terjebak'] }])
})

t.test('words said while waiting go to the ticket and make it graver, without a kind', async (t) => {
  const { calls, does, emergency, ticket } = await line(t)
  await calls('CAsaid')
  await does('CAsaid', key('1'), heartbeat, said('anak saya terjebak di sumur'))
  t.match(await emergency('CAsaid'), { class: 'life', kind: 'umum' })
  t.equal((await ticket('CAsaid'))?.description, 'anak saya terjebak di sumur')
})

t.test('who cannot speak presses 5: silent at once, and graver by what the keys answer', async (t) => {
  const { calls, does, emergency, told } = await line(t)
  await calls('CAsilent')
  await does('CAsilent', silence, key('5'))
  t.match(await emergency('CAsilent'), { class: 'silent', silent: true, told_silent: true, severity: 1 })
  t.ok((await told('CAsilent')).includes('emergency.raised'), 'before anything is asked')
  await does('CAsilent', heartbeat, key('2'))
  t.match(await emergency('CAsilent'), { class: 'silent', answers: { bahaya: { answer: 'tidak' } } })
  await does('CAsilent', key('2'), key('1'))
  t.match(await emergency('CAsilent'), {
    class: 'life',
    kind: 'polisi',
    silent: true,
    answers: { bahaya: { answer: 'tidak' }, terluka: { answer: 'tidak' }, pelaku: { answer: 'ya' } },
  })
})

t.test('an open line waits for a human and is marked; a caller who pressed anything is not', async (t) => {
  const { calls, does, wait, staffed } = await line(t)
  await staffed()
  await calls('CAopen')
  await does('CAopen', silence, silence)
  t.match(await wait('CAopen'), { lane: 'umum', silent: true, emergency_id: null })
  await calls('CAkeys')
  await does('CAkeys', key('8'), key('8'), key('8'))
  t.match(await wait('CAkeys'), { lane: 'umum', silent: false })
})

t.test('the same caller cut off before counts, and so do many calls of one district', async (t) => {
  const { calls, does, hangsUp, emergency, pass, database } = await line(t)
  await calls('CAfirst')
  await does('CAfirst', key('1'))
  await hangsUp('CAfirst')
  pass(60)
  await calls('CAagain')
  await does('CAagain', key('1'))
  t.match(await emergency('CAagain'), { class: 'urgent' })
  t.match((await emergency('CAagain')).reasons, [{ because: 'called_before' }])
  for (const [index, callSid] of ['CAone', 'CAtwo', 'CAthree', 'CAfour'].entries()) {
    await calls(callSid, `+628130000000${index}`)
    await does(callSid, key('2'))
    await database.pool.query(`update tickets set district = 'lubuk_alung' where contact = $1`, [callSid])
    await does(callSid, said('gempa'), key('1'))
  }
  t.match((await emergency('CAthree')).reasons, [{ because: 'words' }, { because: 'kind' }])
  t.same(
    (await emergency('CAfour')).reasons.find((reason: { because: string }) => reason.because === 'nearby')?.count,
    3,
  )
})
