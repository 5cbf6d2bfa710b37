import type { Test } from 'tap'
import { createSealer } from '../../src/citizens/seal.ts'
import type { Leg } from '../../src/conversations/leg.ts'
import { beginCall, findLeg } from '../../src/conversations/service.ts'
import type { DispatchHouse } from '../../src/dispatch/hooks.ts'
import { operatorLegs } from '../../src/dispatch/leg-service.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import { beginWait } from '../../src/dispatch/wait-service.ts'
import type { AlertHouse } from '../../src/emergency/duty-alert-service.ts'
import type { Ladder } from '../../src/emergency/ladder.ts'
import { rungLegs } from '../../src/emergency/leg-service.ts'
import { hooks as emergencyHooks } from '../../src/emergency/recall-service.ts'
import { raiseEmergency } from '../../src/emergency/service.ts'
import type { Say } from '../../src/flow/verbs.ts'
import { newId } from '../../src/platform/id.ts'
import { statement } from '../../src/platform/postgres.ts'
import { testDatabase } from './database.ts'

const statements = {
  addStaff: statement(
    'test.add_staff',
    `insert into staff (id, login, name, password_hash, roles, created_at) values ($1, $2, $3, '-', '{operator}', now())`,
  ),
  legOf: statement<{ id: string }>('test.leg_of', `select id from legs where about = $1`),
}

/** An operators' room on a real database, without a web around it: who waits, who is free, who presses what. */
export async function operatorsRoom(t: Test) {
  const database = await testDatabase(t)
  const say: Say = (prompt, values) => ({ prompt, text: `${prompt} ${JSON.stringify(values ?? {})}`, language: 'ind' })
  const house: DispatchHouse = {
    lane: (id) => ({ priority: id === 'darurat' ? 100 : 10, ringSeconds: 20, leaseSeconds: 30 }),
    emergencies: emergencyHooks,
  }
  const operatorLeg = operatorLegs({ ...house, say, laneLabel: (id) => id })
  const sealer = createSealer('a secret for tests')
  const words = {
    kindLabel: (kind: string) => kind,
    districtName: (id: string) => (id === 'lubuk_alung' ? 'Lubuk Alung' : null),
  }
  const rungLeg = rungLegs({ ...house, ...words, sealer, say, place: 'Padang Pariaman' })
  let now = Date.UTC(2026, 10, 21, 3, 0, 0)
  const context = () => ({ now, actor: 'system' })
  let calls = 0

  async function caller(): Promise<string> {
    calls += 1
    const callSid = `CA${String(calls).padStart(32, '0')}`
    await database.transact((tx) =>
      beginCall(
        tx,
        { callSid, line: '+62751000100', citizenId: null, callerKind: 'withheld', status: 'in-progress' },
        context(),
      ),
    )
    return callSid
  }

  const alerts: AlertHouse = {
    sealer,
    publicUrl: 'https://sahut.example',
    region: 'Padang Pariaman',
    zone: 'Asia/Jakarta',
    ...words,
  }

  return {
    database,
    alerts,
    /** What a sweep of emergencies wants, with these ladders in place of the site's. */
    climbing: (ladderOf: (kind: string, now: number) => Ladder, onExhausted: (id: string) => void = () => {}) => ({
      ...{ ...house, alerts, ladderOf, onExhausted },
    }),
    house,
    operatorLeg,
    rungLeg,
    context,
    caller,
    pass: (seconds: number) => {
      now += seconds * 1000
    },
    /** An operator on duty with a phone. */
    operator: async (login: string, state: 'free' | 'offline' = 'free') => {
      const staffId = newId()
      await database.run(statements.addStaff, [staffId, login, login])
      const device = { kind: 'number', number: `+62811${String(staffId).replace(/\D/g, '').slice(0, 7)}` } as const
      await database.transact((tx) => setPresence(tx, house, { staffId, state, device }, context()))
      return staffId
    },
    waits: async (callSid: string, lane = 'umum') => {
      const { now: arrivedAt } = context()
      return database.transact((tx) => beginWait(tx, house, { callSid, lane, emergencyId: null, arrivedAt }, context()))
    },
    raises: async (callSid: string) => {
      const { now: arrivedAt } = context()
      const raising = { callSid, kind: 'umum', ladder: 'umum', lane: 'darurat', arrivedAt }
      return database.transact((tx) => raiseEmergency(tx, house, raising, context()))
    },
    legFor: async (about: string): Promise<Leg> => {
      const [row] = await database.run(statements.legOf, [about])
      const leg = row === undefined ? null : await findLeg(database, row.id)
      if (leg === null) throw new Error('nobody rings')
      return leg
    },
    rows: async <Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> =>
      (await database.pool.query(text, [...values])).rows as Row[],
  }
}
