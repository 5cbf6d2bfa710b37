import fc from 'fast-check'
import t from 'tap'
import { admit, blank, keysOf, limits, type Tallies } from '../../src/identity/sign-in-limit.ts'

const minute = 60_000
const start = 1_000_000_000
const fresh = (): Tallies => ({ pair: blank(start), account: blank(start), address: blank(start) })

/** So many attempts at one moment; what became of the last, and what is known then. */
function tries(tallies: Tallies, count: number, now: number) {
  let last = admit(tallies, now)
  for (let again = 1; again < count; again += 1) last = admit(last.tallies, now)
  return last
}

t.test('five attempts at an account from an address are admitted; the sixth waits a minute', async (t) => {
  const five = tries(fresh(), limits.perPair, start)
  t.equal(five.outcome, 'admitted')
  t.match(admit(five.tallies, start), { outcome: 'locked', until: start + minute, isNew: true })
})

t.test('a lock is not prolonged by trying, and when it is over there are five attempts again', async (t) => {
  const { tallies } = tries(fresh(), 6, start)
  const impatient = tries(tallies, 40, start + minute / 2)
  t.match(impatient, { outcome: 'locked', until: start + minute, isNew: false })
  t.equal(tries(impatient.tallies, limits.perPair, start + minute).outcome, 'admitted')
})

t.test('each lock-out of an account is twice as long as the one before, up to an hour', async (t) => {
  let tallies = fresh()
  let now = start
  const minutes: number[] = []
  for (let round = 0; round < 9; round += 1) {
    const last = tries(tallies, 6, now)
    const until = last.outcome === 'locked' ? last.until : now
    minutes.push((until - now) / minute)
    tallies = last.tallies
    now = until
  }
  t.same(minutes, [1, 2, 4, 8, 16, 32, 60, 60, 60])
  t.match(
    tries(tallies, 6, now + limits.strikesKeptMilliseconds),
    { until: now + limits.strikesKeptMilliseconds + minute },
    'a day of peace begins anew',
  )
})

t.test('it grows by the account, also when the guesser changes the address', async (t) => {
  const first = tries(fresh(), 6, start)
  const elsewhere = { ...first.tallies, pair: blank(start), address: blank(start) }
  t.equal(admit(elsewhere, start).outcome, 'admitted', 'the owner at another address is not locked out')
  t.match(tries(elsewhere, 6, start), { outcome: 'locked', until: start + 2 * minute })
})

t.test(
  'fifty at an account from anywhere lock it everywhere, except where its owner has signed in before',
  async (t) => {
    let { account } = fresh()
    for (let address = 0; address < 13; address += 1) account = tries({ ...fresh(), account }, 4, start).tallies.account
    const elsewhere = { ...fresh(), account }
    t.match(admit(elsewhere, start), { outcome: 'locked' })
    const welcome = { ...blank(start), welcomeUntil: start + minute, keptUntil: start + minute }
    t.equal(admit({ ...elsewhere, pair: welcome }, start).outcome, 'admitted')
    t.equal(
      admit({ ...elsewhere, pair: welcome }, start + 2 * minute).outcome,
      'admitted',
      'and the lock is over by itself',
    )
  },
)

t.test('a whole shift signs in from one address; a hundred failures there are too many', async (t) => {
  let { address } = fresh()
  for (let login = 0; login < limits.perAddress; login += 1) {
    const one = admit({ ...fresh(), address }, start)
    t.equal(one.outcome, 'admitted')
    address = one.tallies.address
  }
  t.match(admit({ ...fresh(), address }, start), { outcome: 'locked', until: start + limits.addressLockMilliseconds })
})

t.test('slow attempts are never locked out', async (t) => {
  let tallies = fresh()
  for (let round = 0; round < 40; round += 1) {
    const one = admit(tallies, start + round * (limits.windowMilliseconds / 4))
    t.equal(one.outcome, 'admitted')
    tallies = one.tallies
  }
})

t.test(
  'whatever the order of attempts, nobody waits longer than the longest lock, and waiting is always enough',
  async (t) => {
    const pauses = fc.array(fc.integer({ min: 0, max: 20 * minute }), { maxLength: 120 })
    t.doesNotThrow(() =>
      fc.assert(
        fc.property(pauses, (waits) => {
          let tallies = fresh()
          let now = start
          for (const wait of waits) {
            now += wait
            const one = admit(tallies, now)
            tallies = one.tallies
            if (one.outcome !== 'locked') continue
            if (one.until <= now || one.until > now + limits.longestLockMilliseconds) return false
            if (admit(tallies, one.until).outcome !== 'admitted') return false
          }
          return true
        }),
      ),
    )
  },
)

t.test('keys tell logins and addresses apart and hold neither', async (t) => {
  const keys = keysOf('sari', '10.0.0.1')
  t.equal(new Set(Object.values(keys)).size, 3)
  t.equal(keysOf('budi', '10.0.0.1').address, keys.address)
  t.equal(keysOf('sari', '10.0.0.2').account, keys.account)
  t.not(keysOf('sar', 'i10.0.0.1').pair, keys.pair)
  t.notMatch(JSON.stringify(keys), /sari|10\.0/)
})
