import { browserIdentity } from '../../../src/dispatch/browser.ts'
import { openAgenda } from './agenda.ts'
import { type Chance, chanceOf } from './chance.ts'
import { type Courier, cleanCourier, noisyCourier, type Post } from './courier.ts'
import { doingOf } from './document.ts'
import { type House, line, staff } from './house.ts'
import { modelCarrier } from './model-carrier.ts'
import { citizen } from './people.ts'
import { compareRows, emptyRows, type Row, readRows } from './rows.ts'

const beginning = Date.UTC(2026, 10, 23, 3)
/** After the last call has ended, timers go on for so long: rests, leases, wrap-ups. */
const afterwards = 100_000
const mostSteps = 600

const callers = [
  [6, '+6281200000001'],
  [1, '+62751234567'],
  [1, 'anonymous'],
  [1, 'sip:warga@trunk.example'],
] as const

/** One story from its first word to its last timer. Gives the rows that it leaves. */
async function tell(house: House, chance: Chance, courier: Courier): Promise<readonly Row[]> {
  const { urls } = house
  await emptyRows(house.database.pool)
  house.setClock(beginning + (chance.is('by night', 0.2) ? 15 * 3_600_000 : 0))
  const agenda = openAgenda()
  const model = modelCarrier({ house, courier, agenda, chance, look: house.sweep })
  house.carriedBy(model.carrier)
  const onDuty = staff.filter(({ login }) => chance.is(`${login} works`, 0.5))
  for (const { id, device } of onDuty) await house.onDuty(id, device)

  const settle = async () => {
    const later = await house.drain()
    for (const { at, run } of later) agenda.plan(at, async () => void (await run()))
    if (later.some(({ queue }) => queue === 'offer')) await offerToBrowsers()
  }

  /** The console shows an open offer; whoever sits there connects after a while, or does not. */
  const shown = new Set<string>()
  const browser = onDuty.find(({ device }) => device.kind === 'client')
  const offerToBrowsers = async () => {
    if (browser === undefined) return
    const { rows } = await house.database.pool.query<{ id: string }>(
      `select id from offers where staff_id = $1 and state = 'open' and leg_id is null`,
      [browser.id],
    )
    for (const { id } of rows) {
      if (shown.has(id)) continue
      shown.add(id)
      const name = `browser ${shown.size}`
      if (!chance.is(`${name} connects`, 0.7)) continue
      const form = { From: `client:${browserIdentity(browser.id)}`, To: '', offer: id }
      const at = house.clock() + 1_000 + chance.below(`${name} after`, 12_000)
      agenda.plan(at, () => model.connect(name, urls.client, form, urls.status()))
    }
  }

  const from = chance.of('caller', callers)
  const code = await textFirst(house, chance, courier, from)
  await settle()
  const address = from.startsWith('sip:') ? { To: 'sip:112@sahut.example' } : { To: line }
  await model.dial(citizen(chance, code), urls.arrival, urls.status(), { From: from, ...address })
  await settle()

  let quietSince: number | null = null
  for (let steps = 0; steps < mostSteps; steps += 1) {
    const next = agenda.next()
    if (next === undefined) break
    quietSince = model.isQuiet() ? (quietSince ?? house.clock()) : null
    if (quietSince !== null && next.at > quietSince + afterwards) break
    if (next.at > house.clock()) house.setClock(next.at)
    await next.run()
    await settle()
    await courier.catchUp()
    await settle()
    if (steps === mostSteps - 1) throw new Error('a story does not end')
  }
  await courier.finish()
  await settle()
  return readRows(house.database.pool)
}

/** Some callers have texted before, and know their ticket's number. */
async function textFirst(house: House, chance: Chance, courier: Courier, from: string): Promise<string> {
  const unknown = '12345674'
  if (!from.startsWith('+') || !chance.is('texts first', 0.3)) return unknown
  const text = async (name: string, body: string) => {
    const form = { MessageSid: `SM${chance.hex(name)}`, From: from, To: line, Body: body, NumMedia: '0' }
    const doing = doingOf(await courier.turn({ name, url: house.urls.message, form }))
    return doing.does === 'reply' ? doing.text : ''
  }
  const answer = await text('text report', 'Jalan rusak di Lubuk Alung')
  const code = /\b\d{8}\b/.exec(answer)?.[0] ?? unknown
  if (chance.is('texts again', 0.5)) await text('text status', `STATUS ${code}`)
  return code
}

export type Comparison = {
  /** Rows that only one of the two left, and errors that the house logged. */
  readonly differences: readonly string[]
  /** Kinds of the timeline's entries: what happened in the story at all. */
  readonly happened: readonly string[]
}

/** The same story told over a clean line and over another one: a noisy one unless told otherwise. */
export async function compareStory(
  house: House,
  seed: string,
  other: (post: Post, chance: Chance) => Courier = noisyCourier,
): Promise<Comparison> {
  const chance = chanceOf(seed)
  const clean = await tell(house, chance, cleanCourier(house.post))
  const errors = house.errors().map((entry) => `error on the clean line: ${JSON.stringify(entry)}`)
  const noisy = await tell(house, chance, other(house.post, chanceOf(`${seed}/noise`)))
  errors.push(...house.errors().map((entry) => `error on the other line: ${JSON.stringify(entry)}`))
  const happened = clean.flatMap(({ table, text }) => {
    const kind = table === 'call_events' ? /"kind":"([\w.]+)"/.exec(text)?.[1] : undefined
    return kind === undefined ? [] : [kind]
  })
  return { differences: [...errors, ...compareRows(clean, noisy)], happened }
}
