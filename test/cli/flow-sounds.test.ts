import { createHash } from 'node:crypto'
import t from 'tap'
import { replacedSounds } from '../../src/cli/flow-sounds.ts'
import { problemText } from '../../src/flow/flow.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const manifest = (sounds: Readonly<Record<string, string>>) =>
  JSON.stringify({
    schema: 'hotline-audio/v1',
    recordings: Object.fromEntries(
      Object.entries(sounds).map(([path, sound]) => [path, { text: digest('kata'), sound: digest(sound), seconds: 1 }]),
    ),
  })

const folder = t.testdir({
  kota: {
    audio: {
      'manifest.yaml': manifest({ 'ind/salam.wav': 'salam', 'ind/tunggu.wav': 'tunggu', 'ind/hilang.wav': 'hilang' }),
      ind: { 'salam.wav': 'salam', 'tunggu.wav': 'yang lain' },
    },
  },
  bersama: {
    audio: {
      'manifest.yaml': manifest({ 'ind/salam.wav': 'salam bersama', 'ind/dah.wav': 'dah' }),
      ind: { 'salam.wav': 'salam bersama', 'dah.wav': 'dah lagi' },
    },
  },
})

t.test(
  'a recording that was put in place of the stamped one is told, of the site and of what it borrows',
  async (t) => {
    const found = await replacedSounds(`${folder}/kota`, ['../bersama'])
    t.match(found.map(problemText).toSorted(), [
      /^\.\.\/bersama\/audio\/manifest\.yaml:\d+ .*audio\/ind\/dah\.wav is another one than was stamped/,
      /^audio\/manifest\.yaml:\d+ .*audio\/ind\/tunggu\.wav is another one than was stamped/,
    ])
    t.equal(found.length, 2)
    t.ok(found.every(({ severity }) => severity === 'warning'))
  },
)

t.test('what is there as it was stamped, or not there at all, is not told here', async (t) => {
  t.same(await replacedSounds(`${folder}/nowhere`, []), [])
})
