/** A ladder and the phones on it, of which some ring out, some talk, and of some no word ever comes. */

import fc from 'fast-check'
import { climb, type Ladder, type Progress, rungAddress, silentMilliseconds } from '../../../src/emergency/ladder.ts'

type Live = { -readonly [Key in keyof Progress['live'][number]]: Progress['live'][number][Key] }

const ladderOf = fc
  .record({
    count: fc.integer({ min: 1, max: 5 }),
    atOnce: fc.integer({ min: 1, max: 3 }),
    maxCallsPerTarget: fc.integer({ min: 1, max: 3 }),
    ringSeconds: fc.integer({ min: 5, max: 40 }),
  })
  .map(
    ({ count, ringSeconds, ...more }): Ladder => ({
      ...{ kind: 'umum', label: 'umum', texts: [], ...more },
      rungs: Array.from({ length: count }, (_, index) => ({
        ...{ name: `rung ${index}`, accepts: 'key', ringSeconds, talkSeconds: 10 },
        target: { kind: 'number', number: `+6275100000${index}` },
      })),
    }),
  )

const happening = fc.record({
  /** Seconds before the next look; the ladder itself looks at the latest when it said. */
  waits: fc.integer({ min: 0, max: 30 }),
  /** One of the phones that ring: it is over, it talks, or no word of it comes. */
  which: fc.nat(6),
  becomes: fc.constantFrom('over', 'talking', 'nothing', 'nothing'),
  /** Ladder calls of other emergencies to each phone. */
  others: fc.integer({ min: 0, max: 3 }),
})

export function laddersClimb(runs: number): void {
  fc.assert(
    fc.property(ladderOf, fc.array(happening, { maxLength: 40 }), (ladder, happenings) => {
      let [now, lookAt] = [0, 0]
      let live: Live[] = []
      let begun = new Set<string>()
      const look = (others: number) => {
        const mine = (address: string) => live.filter((one) => one.address === address).length
        const running = Object.fromEntries(
          ladder.rungs.map(({ target }) => [rungAddress(target), mine(rungAddress(target)) + others]),
        )
        const step = climb(ladder, { begun, live, running }, now)
        if (step.nextAt <= now) throw new Error('a ladder that does not look again')
        lookAt = step.nextAt
        if (step.step === 'exhausted') {
          const isOpen = (address: string) => !begun.has(address) && mine(address) === 0 && others === 0
          if (ladder.rungs.some(({ target }) => isOpen(rungAddress(target))))
            throw new Error('exhausted before everybody was rung')
          begun = new Set()
          live = live.map((one) => ({ ...one, isOfRound: false }))
        }
        if (step.step !== 'ring') return step
        for (const { target, ringSeconds } of step.rungs) {
          const address = rungAddress(target)
          const known = live.find((one) => one.address === address)
          if (known && (known.state !== 'ringing' || known.ringUntil + silentMilliseconds > now))
            throw new Error('rung again while it rings or talks')
          if ((running[address] ?? 0) >= ladder.maxCallsPerTarget) throw new Error('too many calls for one phone')
          live.push({ address, state: 'ringing', ringUntil: now + ringSeconds * 1000, isOfRound: true })
          begun.add(address)
        }
        const ringing = live.filter((one) => one.state === 'ringing' && one.isOfRound && one.ringUntil > now)
        if (ringing.length > ladder.atOnce) throw new Error('more phones ring together than may')
        return step
      }
      for (const { waits, which, becomes, others } of happenings) {
        now = Math.min(now + waits * 1000, Math.max(now, lookAt))
        const one = live[which % Math.max(1, live.length)]
        if (one !== undefined && becomes === 'over') live = live.filter((other) => other !== one)
        if (one !== undefined && becomes === 'talking') one.state = 'talking'
        look(others)
      }
      // Nobody talks any more and no word comes: it rings somebody again within a bounded time.
      live = live.filter(({ state }) => state === 'ringing')
      const until = now + 10 * 60_000
      while (now < until) {
        now = Math.max(now + 1, lookAt)
        // As the sweep does with phones of which no word has come.
        live = live.filter(({ ringUntil }) => ringUntil + silentMilliseconds > now)
        if (look(0).step === 'ring') return true
      }
      return false
    }),
    { numRuns: runs },
  )
}
