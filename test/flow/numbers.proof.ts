import t from 'tap'
import { numberHeard } from '../../src/flow/words/heard.ts'
import { spokenNumber } from '../../src/flow/words/numbers.ts'

t.test('every whole number to a million is said so that an independent reader reads it back', async (t) => {
  for (const language of ['ind', 'eng']) {
    let wrong: string | null = null
    for (let number = 0; number <= 1_000_000 && wrong === null; number += 1) {
      const said = spokenNumber(String(number), language)
      if (/\d/.test(said) || numberHeard(said, language) !== number) wrong = `${number}: ${said}`
    }
    t.equal(wrong, null, language)
  }
})
