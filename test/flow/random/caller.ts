/** Random callers, and a world that changes around them. */

import type { Facts, Input, Need, NeedResult } from '../../../src/flow/input.ts'
import { lookups } from '../../../src/flow/lookups.ts'
import { factsWith } from '../small-flow.ts'
import type { Tape } from './tape.ts'

const keys = [...'0123456789*#', '12', '081372123456', '']
const words = [
  'jalan',
  'lampu terang',
  'ledeng',
  'ya',
  'tidak',
  'satu',
  'two',
  'english',
  'entah',
  '',
  'nol delapan satu tiga',
]

export function randomInput(tape: Tape, isText: boolean): Input {
  const { pick, draw, once } = tape
  if (once(60)) return { kind: 'hangup' }
  if (isText) return { kind: 'text', text: pick([...keys, ...words]) }
  return pick<() => Input>([
    () => ({ kind: 'digits', digits: pick(keys) }),
    () => ({ kind: 'digits', digits: pick([...'1239']) }),
    () => ({ kind: 'silence' }),
    () => ({ kind: 'speech', text: pick(words), confidence: draw(11) / 10 }),
    () => ({ kind: 'recorded', recordingSid: 'RE1', seconds: draw(20) }),
    () => ({ kind: 'continue' }),
    () => ({ kind: 'returned', how: pick(['completed', 'busy', 'no-answer', 'failed', 'canceled']) }),
    () => (once(4) ? { kind: 'arrived' } : { kind: 'continue' }),
  ])()
}

/** Says nothing, or what no menu offers. */
export const lostInput = ({ once }: Tape, isText: boolean): Input =>
  isText
    ? { kind: 'text', text: once(2) ? '' : 'entah' }
    : once(2)
      ? { kind: 'silence' }
      : { kind: 'digits', digits: '8' }

export function randomFacts(tape: Tape): Facts {
  const { pick, draw, once } = tape
  const state = pick(['none', 'waiting', 'waiting', 'joined', 'finished', 'left'] as const)
  const wait = {
    state,
    position: state === 'waiting' ? 1 + draw(9) : 0,
    expectedWaitSeconds: once(2) ? draw(900) : null,
    staffed: !once(3),
    returns: draw(3),
    join: state === 'joined' ? { conference: pick(['c1', 'c2']), endsOnExit: once(2) } : null,
  }
  return {
    ...factsWith(wait, once(2)),
    now: 1_767_582_000_000 + draw(1_000_000) * 1000,
    caller: { withheld: once(2), canBeTexted: once(2) },
    ...(once(2) ? { incident: 'Banjir' } : {}),
    ...(once(2)
      ? { queue: { umum: { waiting: draw(9), expectedSeconds: once(2) ? 60 : null, staffed: once(2) } } }
      : {}),
  }
}

export function randomAnswer(need: Need, { pick, once }: Tape): NeedResult {
  if (once(4)) return { need: need.need, failed: true }
  switch (need.need) {
    case 'ticket':
      return { need: 'ticket', code: '12345674' }
    case 'callback':
      return { need: 'callback', granted: once(2) }
    case 'lookup': {
      const names = lookups[need.lookup].values
      if (once(2)) return { need: 'lookup', found: false }
      return {
        need: 'lookup',
        found: true,
        values: Object.fromEntries(names.map((name) => [name, pick(['x', '1767582000000'])])),
      }
    }
  }
}
