import t from 'tap'
import { openHouse } from './house.ts'
import { compareStory } from './story.ts'

/** Where legs, callers and news cross: stories without them would prove little. */
const crossings = [
  'operator.joined',
  'operator.missed',
  'operator.lost',
  'conversation.finished',
  'wait.returned',
  'wait.left',
  'emergency.acknowledged',
  'emergency.dropped',
  'rung.joined',
  'ladder.climbed',
  'words.recorded',
  'recording.status',
  'conference.end',
  'call.moved',
  'callback.picked_up',
]

/**
 * Tells so many random stories over a good and over a bad line. `SEED` gives the same stories again, `STORIES` another number
 * of them; the short form has a usual seed, so that every run tells the same ones; a failure names its story, and `SEED=<seed> STORY=<n>` tells that one alone.
 */
export function tryStories(stories: number, milliseconds: number, usualSeed?: string): void {
  const seed = process.env.SEED ?? usualSeed ?? String(Math.floor(Math.random() * 1e9))
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
    const happened = new Map<string, number>()
    for (const n of numbers) {
      const story = await compareStory(house, `${seed}.${n}`).catch((error: Error) => failed(error))
      for (const kind of story.happened) happened.set(kind, (happened.get(kind) ?? 0) + 1)
      if (story.differences.length > 0) t.fail(`story SEED=${seed} STORY=${n}`, { differences: story.differences })
    }
    t.pass(`${numbers.length} stories were told twice`)
    if (numbers.length >= stories)
      t.strictSame(
        crossings.filter((kind) => !happened.has(kind)),
        [],
        `something of everything happened: ${JSON.stringify(Object.fromEntries([...happened].sort()))}`,
      )
  })
}

const failed = (error: Error) => ({ differences: [error.stack ?? String(error)], happened: [] })
