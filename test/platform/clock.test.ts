import t from 'tap'
import { steadyClock } from '../../src/platform/clock.ts'

t.test('a clock follows the wall, also far ahead, and never goes back', async (t) => {
  let [wall, elapsed] = [1_000_000, 0]
  const clock = steadyClock(
    () => wall,
    () => elapsed,
  )
  const pass = (milliseconds: number) => {
    wall += milliseconds
    elapsed += milliseconds
  }
  t.equal(clock(), 1_000_000)
  pass(20_000)
  t.equal(clock(), 1_020_000)
  wall += 3_600_000
  t.equal(clock(), 4_620_000, 'a machine that slept is awake at once')

  wall -= 3_600_000
  t.equal(clock(), 4_620_000)
  pass(20_000)
  t.equal(clock(), 4_635_000, 'what is due in 15 seconds is due after 20')
  pass(4 * 3_600_000)
  t.equal(clock(), wall, 'and after four times the jump it is as late as on the wall')
  pass(1_000)
  t.equal(clock(), wall)
})
