import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RouteOptions } from 'fastify'
import type { Test } from 'tap'
import { syncAgencies } from '../../src/agencies/service.ts'
import { createSealer } from '../../src/citizens/seal.ts'
import { know } from '../../src/citizens/service.ts'
import type { Administration } from '../../src/console/admin-house.ts'
import type { BrowserLine } from '../../src/console/browser-line.ts'
import type { ConsoleSite } from '../../src/console/console-site.ts'
import { listedTables } from '../../src/console/live-tables.ts'
import { apiRoutes } from '../../src/console/routes.ts'
import { usualRule } from '../../src/dispatch/callback.ts'
import { setPresence } from '../../src/dispatch/service.ts'
import type { Say, Target } from '../../src/flow/verbs.ts'
import type { Role } from '../../src/identity/permission.ts'
import { addStaff } from '../../src/identity/service.ts'
import { gazetteerOf } from '../../src/places/gazetteer.ts'
import { openHttp } from '../../src/platform/http.ts'
import { openLive } from '../../src/platform/live.ts'
import { openLog } from '../../src/platform/log.ts'
import type { OpenRecordingMedia } from '../../src/telephony/recording-media.ts'
import { testDatabase } from '../support/database.ts'
import { administration } from './administration.ts'

export const password = 'kata sandi panjang'

/** A small region two hours east of the capital's clock, so that a page that shows the wrong one is noticed. */
export const site: ConsoleSite = {
  name: 'Kabupaten Uji',
  zone: 'Asia/Jayapura',
  lanes: [{ id: 'umum', name: 'Layanan umum' }],
  ladders: [{ id: 'medis', name: 'Darurat medis', rungs: ['PSC 119', 'Damkar'] }],
  steps: [{ id: 'sapa', names: { ind: 'Salam pembuka', eng: 'Greeting' } }],
  topics: [
    { id: 'jalan', name: 'Jalan dan jembatan', agencyId: 'pupr' },
    { id: 'lainnya', name: 'Lainnya', agencyId: 'kominfo' },
  ],
  districts: [{ id: 'lubuk_alung', name: 'Lubuk Alung' }],
  agencies: [
    { id: 'kominfo', name: 'Dinas kominfo' },
    { id: 'pupr', name: 'Dinas pupr' },
  ],
  contacts: [{ id: 'posko', name: 'Posko siaga' }],
}
const place = { aliases: [], district: 'lubuk_alung', code: null, at: null }
const gazetteer = gazetteerOf([
  { ...place, kind: 'district', id: 'lubuk_alung', name: 'Lubuk Alung' },
  { ...place, kind: 'village', id: 'sikabu', name: 'Sikabu' },
  { ...place, kind: 'landmark', id: 'pasar', name: 'Pasar Lubuk Alung' },
])
const say: Say = (prompt) => ({ prompt, parts: [], language: 'ind' }) as unknown as ReturnType<Say>

const own = { origin: 'http://localhost:3000' }

/** The console on a database of its own, with one agency beside the coordinator, and people to sign in as. */
export async function consoleHouse(
  t: Test,
  options: {
    folder?: string
    publicUrl?: string
    openRecording?: OpenRecordingMedia
    browserLine?: BrowserLine
    administration?: Administration
    onRoute?: (route: RouteOptions) => void
  } = {},
) {
  const live = openLive({ channels: [], listed: listedTables, onFailure: (_, error) => t.error(error) })
  t.teardown(() => live.close())
  // As a program does that is alone: what it writes, its pages hear.
  const onChange = (tables: Iterable<string>) => live.hear({ kind: 'changed', tables: [...tables] })
  const database = await testDatabase(t, { onChange })
  const sealer = createSealer('a secret of the house, long enough')
  const clock = { now: Date.now() }
  const system = () => ({ now: clock.now, actor: 'system' })
  const dispatch = {
    lane: () => ({ priority: 1, ringSeconds: 15, leaseSeconds: 25 }),
    emergencies: { answered: async () => {}, lost: async () => {}, recalled: async () => {} },
  }
  const callbacks = {
    ...dispatch,
    sealer,
    mayDial: (target: Target) => target.kind !== 'number' || target.number.startsWith('+62'),
    rule: usualRule,
    say,
    sayIn: () => say,
    line: '+62751000100',
  }
  const http = await openHttp({ log: openLog({ level: 'silent' }) })
  if (options.onRoute) http.addHook('onRoute', options.onRoute)
  await http.register(apiRoutes, {
    live,
    database,
    sealer,
    clock: () => clock.now,
    site: () => site,
    roomRules: () => ({
      lanes: [{ id: 'umum', answerSeconds: 20, limitSeconds: 120 }],
      emergencySeconds: 60,
      isOpen: true,
      dayBegan: clock.now - 12 * 3_600_000,
    }),
    openRecording: options.openRecording ?? (async () => ({ outcome: 'gone' })),
    conversation: {
      leave: async () => true,
      contact: (id) =>
        id === 'posko' ? { name: 'Posko siaga', target: { kind: 'number', number: '+62751000112' } } : null,
    },
    administration: options.administration ?? administration,
    browserLine: options.browserLine ?? { kind: 'none', missing: ['TWILIO_API_KEY'] },
    dispatch,
    callbacks,
    gazetteer: () => gazetteer,
    setPresence: (tx, asked, context) => setPresence(tx, dispatch, asked, context),
    secretKey: 'a secret of the house, long enough',
    publicUrl: options.publicUrl ?? 'http://localhost:3000',
    folder: options.folder ?? mkdtempSync(join(tmpdir(), 'sahut-console-')),
  })
  await http.ready()
  t.teardown(() => http.close())
  await database.transact((tx) =>
    syncAgencies(
      tx,
      ['kominfo', 'pupr'].map((id) => ({ id, name: `Dinas ${id}`, coordinator: id === 'kominfo' })),
      system(),
    ),
  )

  const add = (login: string, role: Role, agencyId?: string) =>
    database.transact((tx) =>
      addStaff(
        tx,
        { login, name: `Nama ${login}`, roles: [role], password, ...(agencyId ? { agencyId } : {}) },
        system(),
      ),
    )

  async function cookiesOf(login: string) {
    const reply = await http.inject({ method: 'POST', url: '/api/session', headers: own, payload: { login, password } })
    return { sahut: reply.cookies[0]?.value ?? '' }
  }

  type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

  /** Signs in; gives a way to ask as that person, who takes the cookie that an answer brings, like a browser. */
  async function enter(login: string) {
    let cookies = await cookiesOf(login)
    return async (method: Method, url: string, payload?: object) => {
      const answer = await http.inject({ method, url, headers: own, cookies, ...(payload ? { payload } : {}) })
      const [given] = answer.cookies
      if (given) cookies = { sahut: given.value }
      const isJson = String(answer.headers['content-type']).includes('json')
      return { status: answer.statusCode, headers: answer.headers, body: isJson ? answer.json() : answer.body }
    }
  }

  const citizen = async (address: string) => {
    const caller = { kind: 'number', address, canBeTexted: true } as const
    return (await database.transact((tx) => know(tx, { caller }, sealer, system()))).citizenId
  }

  return { database, dispatch, callbacks, sealer, clock, system, http, add, enter, cookiesOf, citizen, own }
}
