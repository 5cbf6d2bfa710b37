import type { Test } from 'tap'
import type { FaultsChange } from '../../src/simulator/faults.ts'
import { type Hotline, line, startHotline } from '../support/hotline.ts'
import type { TestPhone } from '../support/phone.ts'

/** What undocumented races and bad days bring, all of it at once. */
const weather: FaultsChange = {
  callbackLate: 0.15,
  callbackLateSeconds: 20,
  callbackTwice: 0.2,
  callbackReordered: 0.2,
  callbackMissing: 0.1,
  webhookTwice: 0.2,
  phoneBusy: 0.1,
  phoneNoAnswer: 0.05,
  phoneVoicemail: 0.1,
  restTooMany: 0.15,
  restFailsAfterDoing: 0.15,
}
const calm: FaultsChange = {
  ...Object.fromEntries(Object.keys(weather).map((name) => [name, 0])),
  restOutage: 'off',
}

/** Simulated seconds that a citizen may sit alone in a conference. */
const longestAlone = 15

/** Presses a key whenever words ask for it, as a person would who has done so before. */
function answersTo(hotline: Hotline, phone: TestPhone, words: RegExp, key: string): void {
  const { carrier } = hotline.carrier.simulator
  carrier.phones.on((event) => {
    if (event.type !== 'heard' || event.heard.phone !== phone.device.id || !words.test(event.heard.text)) return
    carrier.background(
      carrier.clock.sleep(1.5).then(() => {
        if (phone.device.state === 'in-call' && phone.device.leg?.keypad) phone.pressesNow(key)
      }),
    )
  })
}

/** Looks around twice a second: who is with whom. Gives what must never be, as sentences. */
function watch(hotline: Hotline): { readonly wrong: Set<string>; readonly stop: () => void } {
  const { carrier } = hotline.carrier.simulator
  const wrong = new Set<string>()
  const alone = new Map<string, number>()
  const deserted = new Map<string, number>()
  const watching = new AbortController()
  const role = (address: string) => carrier.phones.reachedBy(address)?.role
  const look = () => {
    for (const conference of carrier.conferences.values()) {
      if (conference.status === 'completed') continue
      const legs = [...conference.participants.values()].map(({ leg }) => leg)
      const citizens = legs.filter(({ direction }) => direction === 'inbound')
      const operators = legs.filter((leg) => leg.direction !== 'inbound' && role(leg.to) === 'operator')
      if (citizens.length > 1) wrong.add(`${citizens.length} citizens in one conference`)
      if (operators.length > 1) wrong.add(`${operators.length} operators with one caller`)
      const seconds = carrier.clock.seconds()
      // Operator and partner who are left with each other say goodbye and hang up, as people do.
      if (citizens.length > 0 || legs.length < 2) deserted.delete(conference.sid)
      else if (!deserted.has(conference.sid)) deserted.set(conference.sid, seconds)
      else if (seconds - (deserted.get(conference.sid) ?? seconds) > 8)
        for (const { to } of legs) carrier.phones.reachedBy(to)?.hangUp()
      if (legs.length !== 1 || citizens.length !== 1) alone.delete(conference.sid)
      else if (!alone.has(conference.sid)) alone.set(conference.sid, seconds)
      else if (seconds - (alone.get(conference.sid) ?? seconds) > longestAlone) wrong.add('a citizen was left alone')
    }
  }
  carrier.background(
    (async () => {
      while (!watching.signal.aborted) {
        look()
        await carrier.clock.sleep(0.5)
      }
    })(),
  )
  return { wrong, stop: () => watching.abort() }
}

/** A citizen who talks for some seconds with whoever comes, then hangs up. Resolves when the call is over. */
async function lives(hotline: Hotline, phone: TestPhone, key: string, talkSeconds: number): Promise<void> {
  const { carrier } = hotline.carrier.simulator
  await phone.dials(line)
  await phone.presses(key)
  let together = 0
  for (let waited = 0; phone.device.state !== 'idle' && waited < 300; waited += 0.5) {
    const { conference, bridgedWith } = phone.device.leg ?? {}
    const company = bridgedWith || (conference && (carrier.conferences.get(conference.sid)?.participants.size ?? 0) > 1)
    together = company ? together + 0.5 : 0
    if (together >= talkSeconds) phone.hangsUp()
    await carrier.clock.sleep(0.5)
  }
  if (phone.device.state !== 'idle')
    throw new Error(`nobody talked with the caller in five minutes\n${phone.transcript()}`)
}

/** Three citizens wait, one is in danger, two operators and three partners answer, in weather that falls by the seed. */
async function day(t: Test, seed: number): Promise<void> {
  const hotline = await startHotline(t, {
    operators: ['sari', 'budi'],
    seed,
    faults: weather,
    scale: 0.1,
    mayLog: /ladder was climbed/,
  })
  const { carrier } = hotline
  for (const login of ['sari', 'budi']) {
    const phone = hotline.operator(login).is('answers')
    answersTo(hotline, phone, /Tekan 1/, '1')
  }
  const partners = ['sip:119@psc.padangpariaman.example', '+62751000113', '+62751000112']
  for (const address of partners) {
    const phone = carrier.phone(address, { role: 'partner' }).is('answers')
    answersTo(hotline, phone, /Tekan 1/, '1')
  }
  const citizens = [1, 2, 3, 4].map((n) => carrier.phone(`+628120000000${n}`))
  const watching = watch(hotline)
  const lapse = async (seconds: number) => void (await carrier.simulator.carrier.clock.sleep(seconds))
  const begins = async (phone: TestPhone, index: number) => {
    await lapse(index * 3 + (seed % 3))
    // The last of them is in danger.
    await lives(hotline, phone, index === 3 ? '1' : '3', 8 + ((seed + index) % 5) * 3)
  }
  const storm = async () => {
    if (seed % 3 !== 0) return
    await lapse(12)
    carrier.simulator.faults({ restOutage: seed % 2 === 0 ? 'refuses' : 'resets' })
    await lapse(20)
    carrier.simulator.faults({ restOutage: 'off' })
  }
  await carrier.during(Promise.all([...citizens.map(begins), storm()]))
  carrier.simulator.faults(calm)
  await hotline.eventually('select call_sid, status from calls where ended_at is null', ({ length }) => length === 0)
  await hotline.eventually(
    'select id, purpose, status, leg_sid from legs where ended_at is null',
    ({ length }) => length === 0,
  )
  await hotline.eventually(
    `select call_sid, state from waits where state not in ('finished', 'left')`,
    ({ length }) => length === 0,
  )
  watching.stop()
  t.same([...watching.wrong], [], 'nobody was alone, nobody was doubled')
  const apologies = citizens.filter(({ heard }) => heard.some(({ text }) => /gangguan pada sistem/.test(text)))
  t.same(
    apologies.map((phone) => phone.transcript()),
    [],
    'nobody hears that the system failed',
  )
  t.equal((await hotline.rows('select from calls')).length, 4, 'every call has a record')
  const without = await hotline.rows(
    `select call_sid from calls c where not exists (select from tickets where contact = c.call_sid)
       and exists (select from call_events e where e.call_sid = c.call_sid and e.kind in ('choice.made', 'words.recorded', 'human.reached'))`,
  )
  t.same(without, [], 'every call that chose, spoke or reached a human has a ticket')
  const emergencies = await hotline.rows<{ state: string }>('select state from emergencies')
  t.equal(emergencies.length, 1)
  t.notSame(emergencies, [{ state: 'raised' }], 'the emergency is settled')
  t.same(
    await hotline.rows(`select state, count(*) from offers where state in ('open', 'accepted') group by state`),
    [],
    'no offer is left open',
  )
}

/** The day of each seed, two at a time: each has two pools of connections, and a caller is not held for one longer than a second. */
export function days(t: Test, from: number, to: number): void {
  t.jobs = 2
  for (let seed = from; seed <= to; seed += 1) {
    t.test(`seed ${seed}`, { buffered: true, timeout: 100_000 }, (t) => day(t, seed))
  }
}
