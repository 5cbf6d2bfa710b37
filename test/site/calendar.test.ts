import { DateTime } from 'luxon'
import t from 'tap'
import { type Calendar, intervalOf, isOpenAt } from '../../src/site/calendar.ts'

const zones = { WIB: 'Asia/Jakarta', WITA: 'Asia/Makassar', WIT: 'Asia/Jayapura' }
const calendar = (...intervals: Calendar['intervals'][number][]): Calendar => ({ id: 'k', label: 'K', intervals })
/** A moment by the clock on the wall; 5 January 2026 is a Monday. */
const at = (text: string, zone: string): number => DateTime.fromISO(text, { zone }).toMillis()

for (const [name, zone] of Object.entries(zones)) {
  t.test(`${name}: a calendar until midnight is open at 23:59 and closed at 00:00`, async (t) => {
    const evening = calendar(intervalOf('senin', '20:00-24:00'))
    t.equal(isOpenAt(evening, at('2026-01-05T19:59:59', zone), zone), false)
    t.equal(isOpenAt(evening, at('2026-01-05T20:00', zone), zone), true)
    t.equal(isOpenAt(evening, at('2026-01-05T23:59:59.999', zone), zone), true)
    t.equal(isOpenAt(evening, at('2026-01-06T00:00', zone), zone), false)
  })

  t.test(`${name}: hours over midnight belong to the evening that they began in`, async (t) => {
    const night = calendar(intervalOf('senin', '22:00-04:00'))
    t.equal(isOpenAt(night, at('2026-01-05T00:30', zone), zone), false)
    t.equal(isOpenAt(night, at('2026-01-05T23:59', zone), zone), true)
    t.equal(isOpenAt(night, at('2026-01-06T00:00', zone), zone), true)
    t.equal(isOpenAt(night, at('2026-01-06T03:59', zone), zone), true)
    t.equal(isOpenAt(night, at('2026-01-06T04:00', zone), zone), false)
  })

  t.test(`${name}: Sunday night goes on into Monday`, async (t) => {
    const night = calendar(intervalOf('minggu', '22:00-04:00'))
    t.equal(isOpenAt(night, at('2026-01-05T03:59', zone), zone), true)
    t.equal(isOpenAt(night, at('2026-01-05T04:00', zone), zone), false)
    t.equal(isOpenAt(night, at('2026-01-11T22:00', zone), zone), true)
  })
}

t.test('the same moment is open in one zone and closed in another', async (t) => {
  const office = calendar(intervalOf('senin', '07:30-16:00'))
  const moment = at('2026-01-05T15:30', zones.WIB)
  t.equal(isOpenAt(office, moment, zones.WIB), true)
  t.equal(isOpenAt(office, moment, zones.WITA), false)
  t.equal(isOpenAt(office, moment, zones.WIT), false)
})

t.test('a whole day is 00:00-24:00', async (t) => {
  const day = calendar(intervalOf('selasa', '00:00-24:00'))
  t.equal(isOpenAt(day, at('2026-01-06T00:00', zones.WIB), zones.WIB), true)
  t.equal(isOpenAt(day, at('2026-01-06T23:59', zones.WIB), zones.WIB), true)
  t.equal(isOpenAt(day, at('2026-01-07T00:00', zones.WIB), zones.WIB), false)
})
