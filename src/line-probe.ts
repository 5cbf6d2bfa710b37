/** A probe of this site's line: what its flow says first, and where to call. */

import type { Expected } from './conversations/probe.ts'
import type { ProbeHouse } from './conversations/probe-jobs.ts'
import { notWaiting } from './dispatch/wait-service.ts'
import { advance, begin } from './flow/advance.ts'
import type { Rooms } from './rooms.ts'
import { effectsOf } from './sessions/effects.ts'
import { flowForLine, type Site } from './site.ts'
import { openOwnLine } from './telephony/own-line.ts'

/** The site's first number; a line that only has short codes or SIP addresses is called by the first of those. */
const dialledOf = ({ lines }: Site): string => (lines.find(({ to }) => to.startsWith('+')) ?? lines[0])?.to ?? ''

const keys = ['0', '*', '#', '9', '8', '7', '6', '5', '4', '3', '2', '1']

/**
 * What a caller hears first at this moment (milliseconds since 1970), told by the same flow that the line runs on, and a key after which
 * the flow does nothing but say its menu again.
 */
export function expectedOf(site: Site, audioBase: string, now: number): Expected {
  const flow = flowForLine(site, dialledOf(site))
  const facts = { now, open: site.open(now), caller: { withheld: false, canBeTexted: true }, wait: notWaiting }
  const arrived = advance(flow, begin(flow), { kind: 'arrived' }, facts)
  const says = arrived.verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken : []))
  const key = keys.find((digits) => {
    const { verbs, events, need } = advance(flow, arrived.session, { kind: 'digits', digits }, facts)
    return need === null && effectsOf(events).length === 0 && verbs.some(({ verb }) => verb === 'gather')
  })
  return {
    says: says.map(({ audio, text }) => (audio === undefined ? text : `${audioBase}/${audio}`)),
    key: key ?? null,
  }
}

export function probeHouse(rooms: Rooms): ProbeHouse {
  const { clock, config, database, log, site, urls } = rooms
  const { accountSid, authTokens, callerId } = config.carrier
  return {
    ...{ database, urls, accountSid, callerId, clock, log },
    line: openOwnLine(authTokens[0]),
    dialled: () => dialledOf(site.current()),
    everyMinutes: () => site.current().watch.everyMinutes,
    expected: () => expectedOf(site.current(), `${urls.base}/audio`, clock()),
  }
}
