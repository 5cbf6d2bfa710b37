import t from 'tap'
import { makeClock } from '../../src/simulator/clock.ts'

t.test('scale 0 jumps from due time to due time, in order', async (t) => {
  const clock = makeClock({ scale: 0, held: false })
  const order: [string, number][] = []
  const sleeper = (name: string, seconds: number) =>
    clock.sleep(seconds).then(() => order.push([name, clock.seconds()]))
  await Promise.all([sleeper('hour', 3600), sleeper('minute', 60), sleeper('second', 1), sleeper('minute too', 60)])
  t.strictSame(order, [
    ['second', 1],
    ['minute', 60],
    ['minute too', 60],
    ['hour', 3600],
  ])
  clock.stop()
})

t.test('a held clock stands still until somebody lets it flow', async (t) => {
  const clock = makeClock({ scale: 0, held: true })
  let woken = false
  const sleeping = clock.sleep(5).then(() => {
    woken = true
  })
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
  t.equal(woken, false)
  const stand = clock.flow()
  await sleeping
  stand()
  t.equal(clock.seconds(), 5)
  clock.stop()
})

t.test('time does not jump while work is outstanding', async (t) => {
  const clock = makeClock({ scale: 0, held: false })
  const work = Promise.withResolvers<void>()
  const done = clock.busy(work.promise).then(() => clock.seconds())
  const slept = clock.sleep(10)
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
  work.resolve()
  t.equal(await done, 0)
  t.equal(await slept, 'elapsed')
  clock.stop()
})

t.test('a signal ends a sleep early', async (t) => {
  const clock = makeClock({ scale: 1, held: false })
  const stop = new AbortController()
  const aborted = clock.sleep(3600, stop.signal)
  stop.abort()
  t.equal(await aborted, 'aborted')
  t.equal(await clock.sleep(3600, stop.signal), 'aborted', 'nor does a later one begin')
  clock.stop()
})

t.test('after a stop nobody wakes and nothing goes on', async (t) => {
  const clock = makeClock({ scale: 0, held: false })
  let went = 0
  const goOn = () => {
    went++
  }
  const work = Promise.withResolvers<void>()
  void clock.busy(work.promise).then(goOn)
  void clock.sleep(1).then(goOn)
  clock.stop()
  void clock.sleep(1).then(goOn)
  work.resolve()
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
  t.equal(went, 0)
})

t.test('a scaled clock runs that much faster', async (t) => {
  const clock = makeClock({ scale: 0.001, held: false })
  const began = performance.now()
  t.equal(await clock.sleep(20), 'elapsed')
  const took = performance.now() - began
  t.ok(took >= 19 && took < 1000, `${took} ms`)
  t.ok(clock.seconds() >= 20)
  clock.stop()
})
