import fc from 'fast-check'
import t from 'tap'
import { readOverrides } from '../../src/simulator/overrides.ts'
import { patience, publicUrlProblem, readPlace, webhookUrls, withParameter } from '../../src/telephony/urls.ts'

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
  const base = 'https://sahut.example/kab/twilio'
  t.equal(our.turn({ turn: 3, epoch: 1 }), `${base}/voice/turn?turn=3&epoch=1#${patience}`)
  t.equal(our.moved(2), `${base}/voice/turn?epoch=2#${patience}`)
  t.equal(our.status(), `${base}/voice/status#${patience}`)
  t.equal(our.messageStatus('t-1'), `${base}/sms/status?text=t-1#${patience}`)
})

t.test('every address tells the carrier to try again when we break off or do not answer', async (t) => {
  const our = webhookUrls('https://sahut.example')
  const place = { turn: 1, epoch: 0 }
  const addresses = [
    ...[our.arrival, our.client, our.wait, our.message, our.turn(place), our.silence(place), our.moved(1)],
    ...[our.leg({ ...place, command: 'c' }), our.legSilence({ ...place, command: 'c' }), our.status('c')],
    ...[our.conference('c'), our.recording(place), our.messageStatus('t')],
  ]
  for (const address of addresses)
    t.same(
      readOverrides(address),
      {
        connectMilliseconds: 2_000,
        readMilliseconds: 3_000,
        totalMilliseconds: 14_000,
        retries: 2,
        retryOn: new Set(['5xx', 'ct', 'rt']),
      },
      address,
    )
})

t.test('what is added to an address stands before what the carrier keeps to itself', async (t) => {
  t.equal(
    withParameter('https://a.example/x?y=1#rc=2&ct=1', 'held', 'a&b'),
    'https://a.example/x?y=1&held=a%26b#rc=2&ct=1',
  )
  t.equal(withParameter('https://a.example/x#rc=2', 'held', 'a'), 'https://a.example/x?held=a#rc=2')
  t.equal(withParameter('https://a.example/x', 'held', 'a'), 'https://a.example/x?held=a')
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
