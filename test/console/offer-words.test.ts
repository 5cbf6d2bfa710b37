/** Why it rings here stands on the ring card and in the timeline: every reason has its words in both languages. */
import t from 'tap'
import eng from '../../src/console/web/lang/eng.json' with { type: 'json' }
import ind from '../../src/console/web/lang/ind.json' with { type: 'json' }
import type { Reason } from '../../src/dispatch/match.ts'
import { colleague, summoned } from '../../src/dispatch/offer.ts'

const matched: Readonly<Record<Reason, true>> = {
  emergency: true,
  returned: true,
  callback: true,
  language: true,
  longest_free: true,
}

t.test('every reason of an offer has words', async (t) => {
  const reasons = [...Object.keys(matched), colleague, summoned, 'turned_to_emergency']
  for (const words of [ind, eng])
    for (const reason of reasons) {
      t.ok(reason in words.desk.why, `${reason} on the ring card`)
      t.ok(reason in words.value.reason, `${reason} in the timeline`)
    }
})
