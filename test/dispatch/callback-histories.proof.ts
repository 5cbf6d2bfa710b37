import { randomBytes } from 'node:crypto'
import t from 'tap'
import { tellHistory } from './callback-histories.ts'

t.setTimeout(1_800_000)
const run = randomBytes(3).toString('hex')
for (let story = 0; story < 60; story += 1)
  t.test(`callbacks end with an outcome, whatever comes (${run} ${story})`, (t) =>
    tellHistory(t, `${run} ${story}`, 150),
  )
