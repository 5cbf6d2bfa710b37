import fc from 'fast-check'
import t from 'tap'
import { nothingSeen, tryHistory } from './random/histories.ts'

const FLOWS = 20_000
const numbers = (length: number) =>
  fc.array(fc.nat({ max: 999_999 }), { minLength: length, maxLength: length, size: 'max' })

t.test(`${FLOWS} random flows against four callers each`, { timeout: 1_800_000 }, async (t) => {
  const seen = nothingSeen()
  fc.assert(
    fc.property(fc.record({ flow: numbers(260), callers: numbers(500) }), (given) => tryHistory(given, seen)),
    { numRuns: FLOWS, endOnFailure: true },
  )
  t.ok(seen.accepted > FLOWS / 3, `${seen.accepted} flows are in order, ${seen.turns} turns`)
})
