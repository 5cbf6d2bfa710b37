import fc from 'fast-check'
import t from 'tap'
import { nothingSeen, tryHistory } from './random/histories.ts'

const PARTS = 10
const FLOWS = 2_000
const numbers = (length: number) =>
  fc.array(fc.nat({ max: 999_999 }), { minLength: length, maxLength: length, size: 'max' })

// Ten parts, so that a slow machine shows that it goes on.
t.setTimeout(3_600_000)
for (let part = 1; part <= PARTS; part += 1) {
  t.test(`${FLOWS} random flows against four callers each, ${part} of ${PARTS}`, { timeout: 600_000 }, async (t) => {
    const seen = nothingSeen()
    fc.assert(
      fc.property(fc.record({ flow: numbers(260), callers: numbers(500) }), (given) => tryHistory(given, seen)),
      { numRuns: FLOWS, endOnFailure: true },
    )
    t.ok(seen.accepted > FLOWS / 3, `${seen.accepted} flows are in order, ${seen.turns} turns`)
  })
}
