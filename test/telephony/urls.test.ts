import fc from 'fast-check'
import t from 'tap'
import { publicUrlProblem, readPlace, webhookUrls, withOverrides } from '../../src/telephony/urls.ts'

const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams)

t.test('every address carries its turn, epoch and command there and back', async (t) => {
  const our = webhookUrls('https://sahut.example/kab/')
  fc.assert(
    fc.property(
      fc.nat(999_999_999),
      fc.nat(999_999_999),
      fc.uuid(),
      fc.constantFrom('accept', 'in-lane', undefined),
      (turn, epoch, command, step) => {
        const place = { turn, epoch }
        t.same(readPlace(queryOf(our.turn(place))), { ...place, silence: false })
        t.same(readPlace(queryOf(our.silence(place))), { ...place, silence: true })
        const leg = { ...place, command, ...(step !== undefined && { step }) }
        t.same(readPlace(queryOf(our.leg(leg))), { ...leg, silence: false })
        t.same(readPlace(queryOf(our.legSilence(leg))), { ...leg, silence: true })
        t.equal(readPlace(queryOf(our.status(command))).command, command)
      },
    ),
    { numRuns: 100 },
  )
  t.equal(our.turn({ turn: 3, epoch: 1 }), 'https://sahut.example/kab/twilio/voice/turn?turn=3&epoch=1')
  t.equal(
    our.turn({ turn: 3, epoch: 1 }, { held: 'a&b' }),
    'https://sahut.example/kab/twilio/voice/turn?turn=3&epoch=1&held=a%26b',
  )
  t.equal(our.status(), 'https://sahut.example/kab/twilio/voice/status')
  t.equal(our.messageStatus('t-1'), 'https://sahut.example/kab/twilio/sms/status?text=t-1')
})

t.test('what we did not write in an address counts as absent', async (t) => {
  t.same(readPlace({ turn: '-1', epoch: '1e9', silence: 'yes', command: 'a b', step: ['x', 'y'] }), {
    turn: 0,
    epoch: 0,
    silence: false,
  })
  t.same(readPlace({ turn: '9999999999' }).turn, 0)
  fc.assert(
    fc.property(fc.anything(), (odd) => {
      const { turn, epoch } = readPlace(odd)
      return Number.isSafeInteger(turn) && Number.isSafeInteger(epoch)
    }),
  )
})

t.test('patience is stated in the fragment, once', async (t) => {
  t.equal(withOverrides('https://a.example/x?y=1', 'rc=2'), 'https://a.example/x?y=1#rc=2')
  t.equal(withOverrides('https://a.example/x#rc=1', 'rc=2'), 'https://a.example/x#rc=2')
  t.equal(withOverrides('https://a.example/x', null), 'https://a.example/x')
})

t.test('a PUBLIC_URL that the carrier would refuse is named', async (t) => {
  t.equal(publicUrlProblem('https://sahut.example/kab'), null)
  for (const bad of [
    'sahut.example',
    'ftp://a.example',
    'https://a_b.example',
    'https://a.example/?x=1',
    'https://u:p@a.example',
    'https://a.example/#x',
  ])
    t.type(publicUrlProblem(bad), 'string', bad)
})
