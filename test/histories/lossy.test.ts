import t from 'tap'
import { type Courier, cleanCourier, type Post, type Webhook } from './support/courier.ts'
import { openHouse } from './support/house.ts'
import { compareStory } from './support/story.ts'

/** That the histories can fail: whatever is lost, or told by another name, is seen in the rows. */

/** A clean line on which news goes another way. */
const lineWith =
  (tell: (courier: Courier, webhook: Webhook, decides: boolean) => Promise<void>) =>
  (post: Post): Courier => {
    const courier = cleanCourier(post)
    return { ...courier, tell: (webhook, decides) => tell(courier, webhook, decides) }
  }

const lines: Readonly<Record<string, (post: Post) => Courier>> = {
  "a citizen's end that is never told": lineWith(async (courier, webhook, decides) => {
    if (!webhook.name.startsWith('citizen is')) await courier.tell(webhook, decides)
  }),
  'a recording that is never told': lineWith(async (courier, webhook, decides) => {
    if (!webhook.name.startsWith('recording')) await courier.tell(webhook, decides)
  }),
  'a recording that there never was': lineWith(async (courier, webhook, decides) => {
    await courier.tell(webhook, decides)
    const form = { ...webhook.form, RecordingSid: `RE${'0'.repeat(32)}` }
    if ('RecordingSid' in webhook.form) await courier.tell({ ...webhook, form }, decides)
  }),
}

t.test('what a line loses or invents is seen', async (t) => {
  const house = await openHouse(t)
  let seed = ''
  for (let n = 0; seed === '' && n < 50; n += 1) {
    const { differences, happened } = await compareStory(house, `lossy.${n}`, cleanCourier)
    t.strictSame(differences, [], 'a story told twice over a clean line leaves the same')
    if (happened.includes('recording.status')) seed = `lossy.${n}`
  }
  for (const [what, courier] of Object.entries(lines)) {
    t.not((await compareStory(house, seed, courier)).differences.length, 0, what)
  }
})
