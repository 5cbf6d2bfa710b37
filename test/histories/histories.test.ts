import t from 'tap'
import { openHouse } from './support/house.ts'
import { compareStory } from './support/story.ts'

const seed = process.env.SEED ?? String(Math.floor(Math.random() * 1e9))
const stories = Number(process.env.STORIES ?? 60)

t.test('a bad line leaves the same rows as a good one', async (t) => {
  const house = await openHouse(t)
  t.comment(`SEED=${seed}`)
  for (let n = 0; n < stories; n += 1) {
    const differences = await compareStory(house, `${seed}.${n}`)
    if (differences.length > 0) t.fail(`story ${seed}.${n}`, { differences })
  }
})
