import fc from 'fast-check'
import t from 'tap'
import { nodeKinds } from '../../src/flow/nodes/table.ts'
import { cases } from '../support/depth.ts'
import { nothingSeen, tryHistory } from './random/histories.ts'

const numbers = (length: number) =>
  fc.array(fc.nat({ max: 999_999 }), { minLength: length, maxLength: length, size: 'max' })
const history = fc.record({ flow: numbers(260), callers: numbers(500) })

t.test('random flows of every kind of step: nothing throws, nobody is lost in what the check accepts', async (t) => {
  const seen = nothingSeen()
  fc.assert(
    fc.property(history, (given) => tryHistory(given, seen)),
    { numRuns: cases(100), seed: 20261121 },
  )
  t.ok(seen.accepted > cases(34), `${seen.accepted} of ${seen.flows} flows are in order`)
  t.same(
    Object.keys(nodeKinds).filter((kind) => !seen.kinds.has(kind)),
    [],
    'every kind was there',
  )
  for (const end of ['goodbye', 'human', 'recorded', 'callback', 'hangup', 'hold', 'keys'])
    t.ok(seen.ends.has(end), end)
})

/** What happens when a rule is left out: then the same histories find what it is for; soon, from the seed. */
const needed: readonly (readonly [string, RegExp, seed: number])[] = [
  ['no-caller-lost', /caller is lost at/, 20261121],
  ['loops-bounded', /something in the flow failed|does not lead to an emergency/, 20261121],
  ['emergency-first', /the first key does not lead to an emergency/, 2],
]
for (const [rule, found, seed] of needed) {
  t.test(`without the rule ${rule} the same histories fail`, async (t) => {
    const result = fc.check(
      fc.property(history, (given) => tryHistory({ ...given, without: [rule] }, nothingSeen())),
      { numRuns: 2000, seed, endOnFailure: true },
    )
    t.equal(result.failed, true)
    t.match(result.errorInstance, { message: found })
  })
}
