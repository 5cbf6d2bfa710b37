import t from 'tap'
import { tellHistory } from './callback-histories.ts'

for (const seed of ['a', 'b'])
  t.test(`callbacks end with an outcome, whatever comes (${seed})`, (t) => tellHistory(t, `callbacks ${seed}`, 50))
