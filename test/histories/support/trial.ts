import t from 'tap'
import { openHouse } from './house.ts'
import { compareStory } from './story.ts'

/**
 * Tells so many random stories over a good and over a bad line. `SEED` gives the same stories again, `STORIES` another number
 * of them; a failure names its story, and `SEED=<seed> STORY=<n>` tells that one alone.
 */
export function tryStories(stories: number, milliseconds: number): void {
  const seed = process.env.SEED ?? String(Math.floor(Math.random() * 1e9))
  const only = process.env.STORY
  const numbers =
    only === undefined
      ? Array.from({ length: Number(process.env.STORIES ?? stories) }, (_, index) => index)
      : [Number(only)]
  t.setTimeout(milliseconds)
  t.test('a bad line leaves the same rows as a good one', async (t) => {
    t.setTimeout(milliseconds)
    const house = await openHouse(t)
    t.comment(`SEED=${seed}`)
    for (const n of numbers) {
      const differences = await compareStory(house, `${seed}.${n}`).catch((error: Error) => [
        error.stack ?? String(error),
      ])
      if (differences.length > 0) t.fail(`story SEED=${seed} STORY=${n}`, { differences })
    }
    t.pass(`${numbers.length} stories were told twice`)
  })
}
