/** What the people on the line hear and how long they hear nothing; which phone rings for whom, and when. */

import type { Carrier } from '../../../src/simulator/carrier.ts'
import type { Leg } from '../../../src/simulator/leg.ts'
import type { Simulator } from '../../../src/simulator/server.ts'

export type Silence = {
  readonly callSid: string
  readonly seconds: number
  readonly before: string
  readonly after: string
}
export type Ring = { readonly legSid: string; readonly parentSid: string | null; readonly at: number }

export type Witness = {
  /** Silences on the line longer than ten seconds, outside of any conversation. */
  readonly silences: readonly Silence[]
  readonly rings: readonly Ring[]
  /** What must never be, as sentences. */
  readonly wrong: ReadonlySet<string>
  readonly stop: () => void
}

const longestSilence = 10

type Ear = { until: number; last: string }

export function watch(simulator: Simulator): Witness {
  const { carrier } = simulator
  const { clock } = carrier
  const silences: Silence[] = []
  const rings: Ring[] = []
  const wrong = new Set<string>()
  const ears = new Map<Leg, Ear>()
  const watching = new AbortController()
  const role = (address: string) => carrier.phones.reachedBy(address)?.role

  function hears(leg: Leg, text: string, seconds: number): void {
    const now = clock.seconds()
    const ear = ears.get(leg)
    if (ear !== undefined && now - ear.until > longestSilence)
      silences.push({ callSid: leg.sid, seconds: now - ear.until, before: ear.last, after: text })
    ears.set(leg, { until: Math.max(now + seconds, ear?.until ?? 0), last: text })
  }

  const off = carrier.phones.on((event) => {
    if (event.type === 'heard') {
      const leg = simulator.phone(event.heard.phone)?.leg
      const { kind, text, seconds } = event.heard
      if (leg?.direction === 'inbound' && kind !== 'silence') hears(leg, text, seconds)
      return
    }
    if (event.type !== 'phone' || event.phone.state !== 'ringing' || event.phone.role === 'citizen') return
    const { leg } = event.phone
    if (leg !== null) rings.push({ legSid: leg.sid, parentSid: leg.parent?.sid ?? null, at: clock.now().getTime() })
  })

  carrier.background(
    (async () => {
      while (!watching.signal.aborted) {
        look(carrier, role, wrong)
        // In company, or recording, nobody waits to hear something.
        for (const leg of ears.keys()) {
          if (leg.isOver) {
            hears(leg, '(the end)', 0)
            ears.delete(leg)
          } else if (leg.recording || inCompany(leg, carrier)) hears(leg, '(a conversation)', 0)
        }
        await clock.sleep(0.5)
      }
    })(),
  )
  return {
    silences,
    rings,
    wrong,
    stop: () => {
      watching.abort()
      off()
    },
  }
}

const inCompany = ({ bridgedWith, conference }: Leg, carrier: Carrier) =>
  bridgedWith !== null || (conference !== null && (carrier.conferences.get(conference.sid)?.participants.size ?? 0) > 1)

function look(carrier: Carrier, role: (address: string) => string | undefined, wrong: Set<string>): void {
  for (const conference of carrier.conferences.values()) {
    if (conference.status === 'completed') continue
    const legs = [...conference.participants.values()].map(({ leg }) => leg)
    const citizens = legs.filter((leg) => leg.direction === 'inbound' || role(leg.to) === 'citizen')
    const operators = legs.filter((leg) => leg.direction !== 'inbound' && role(leg.to) === 'operator')
    if (citizens.length > 1) wrong.add(`${citizens.length} callers for one operator`)
    if (operators.length > 1) wrong.add(`${operators.length} operators with one caller`)
  }
}
