import t from 'tap'
import { type CallStory, callOutcomes, outcomeOf } from '../../src/console/call-outcome.ts'

const nothing: CallStory = {
  heard: false,
  operatorJoined: false,
  partnerJoined: false,
  handedOff: false,
  emergency: false,
  waited: false,
  callback: null,
  leftMessage: false,
  told: false,
  heardGoodbye: false,
  gaveSign: true,
  lastedSeconds: 60,
  silence: null,
}

const signless = { heard: true, gaveSign: false }
const cases: readonly (readonly [string, Partial<CallStory>, string])[] = [
  ['gone before the first word', {}, 'unheard'],
  ['gone before the first word, at once', { gaveSign: false, lastedSeconds: 1 }, 'unheard'],
  ['gone within seconds of the first words', { ...signless, lastedSeconds: 7 }, 'misdial'],
  ['listened to the menu, without a sign', { ...signless, lastedSeconds: 25 }, 'open_line'],
  ['waited for a human, without a sign', { ...signless, waited: true, lastedSeconds: 9 }, 'open_line'],
  [
    'an open line that an operator heard',
    { ...signless, waited: true, operatorJoined: true, silence: 'silent' },
    'silent',
  ],
  ['suspicious noises', { ...signless, waited: true, operatorJoined: true, silence: 'open_line' }, 'open_line'],
  [
    'pressed keys, and said nothing to the operator',
    { heard: true, operatorJoined: true, silence: 'open_line' },
    'silent',
  ],
  ['said nothing to us, and talked with the operator', { ...signless, waited: true, operatorJoined: true }, 'operator'],
  [
    'silent, in danger, and nobody had the caller',
    { heard: true, waited: true, emergency: true, silence: null },
    'emergency_lost',
  ],
  ['hung up in the menu', { heard: true }, 'menu'],
  ['heard the answer to the end', { heard: true, heardGoodbye: true }, 'information'],
  ['said what it is about, to the goodbye', { heard: true, told: true, heardGoodbye: true }, 'reported'],
  ['gave up waiting', { heard: true, waited: true, told: true }, 'abandoned'],
  ['left a message after waiting', { heard: true, waited: true, leftMessage: true, told: true }, 'voicemail'],
  [
    'had an operator after a message',
    { heard: true, waited: true, leftMessage: true, operatorJoined: true },
    'operator',
  ],
  ['was handed over', { heard: true, handedOff: true, heardGoodbye: true }, 'partner'],
  ['in danger, a rung had the caller', { heard: true, waited: true, emergency: true, partnerJoined: true }, 'partner'],
  [
    'in danger, an operator had the caller',
    { heard: true, waited: true, emergency: true, operatorJoined: true },
    'operator',
  ],
  ['in danger, nobody had the caller', { heard: true, waited: true, emergency: true }, 'emergency_lost'],
  [
    'in danger, asked for a callback that nobody made',
    { heard: true, emergency: true, callback: 'asked' },
    'emergency_lost',
  ],
  ['asked for a callback', { heard: true, waited: true, callback: 'asked' }, 'callback'],
  ['an operator rang back in vain', { heard: true, waited: true, callback: 'asked', operatorJoined: true }, 'callback'],
  ['was rung back', { heard: true, waited: true, callback: 'spoken', operatorJoined: true }, 'called_back'],
]

t.test('the best that a caller got, in one word', async (t) => {
  for (const [what, story, outcome] of cases) t.equal(outcomeOf({ ...nothing, ...story }), outcome, what)
  t.same(
    callOutcomes.filter((outcome) => !cases.some(([, , got]) => got === outcome)),
    [],
    'every outcome has its case',
  )
})
