import { DateTime } from 'luxon'
import t from 'tap'
import {
  type Calendar,
  hoursOn,
  isOpenAt,
  type OtherHours,
  spanOf,
  type Week,
  wholeWeek,
} from '../../src/site/calendar.ts'
import { type Holidays, holidayKinds } from '../../src/site/holidays.ts'

const zones = { WIB: 'Asia/Jakarta', WITA: 'Asia/Makassar', WIT: 'Asia/Jayapura' }
const noHolidays: Holidays = { on: () => [], decrees: [] }
const calendar = (week: Week, more: Partial<Calendar> = {}): Calendar => ({
  ...{ id: 'k', label: 'K', closedOn: holidayKinds, dates: {} },
  week,
  ...more,
})
/** A moment by the clock on the wall; 5 January 2026 is a Monday. */
const at = (text: string, zone: string): number => DateTime.fromISO(text, { zone }).toMillis()

for (const [name, zone] of Object.entries(zones)) {
  const isOpen = (one: Calendar, text: string) => isOpenAt(one, at(text, zone), zone, noHolidays)

  t.test(`${name}: a calendar until midnight is open at 23:59 and closed at 00:00`, async (t) => {
    const evening = calendar({ senin: [spanOf('20:00-24:00')] })
    t.equal(isOpen(evening, '2026-01-05T19:59:59'), false)
    t.equal(isOpen(evening, '2026-01-05T20:00'), true)
    t.equal(isOpen(evening, '2026-01-05T23:59:59.999'), true)
    t.equal(isOpen(evening, '2026-01-06T00:00'), false)
  })

  t.test(`${name}: hours over midnight belong to the evening that they began in`, async (t) => {
    const night = calendar({ senin: [spanOf('22:00-04:00')] })
    t.equal(isOpen(night, '2026-01-05T00:30'), false)
    t.equal(isOpen(night, '2026-01-05T23:59'), true)
    t.equal(isOpen(night, '2026-01-06T00:00'), true)
    t.equal(isOpen(night, '2026-01-06T03:59'), true)
    t.equal(isOpen(night, '2026-01-06T04:00'), false)
  })

  t.test(`${name}: Sunday night goes on into Monday`, async (t) => {
    const night = calendar({ minggu: [spanOf('22:00-04:00')] })
    t.equal(isOpen(night, '2026-01-05T03:59'), true)
    t.equal(isOpen(night, '2026-01-05T04:00'), false)
    t.equal(isOpen(night, '2026-01-11T22:00'), true)
  })

  t.test(`${name}: around the clock is open in every minute of a year's turn`, async (t) => {
    const always = calendar(wholeWeek)
    for (const text of ['2026-12-31T23:59', '2027-01-01T00:00', '2027-01-03T12:00']) t.ok(isOpen(always, text), text)
  })
}

t.test('the same moment is open in one zone and closed in another', async (t) => {
  const office = calendar({ senin: [spanOf('07:30-16:00')] })
  const moment = at('2026-01-05T15:30', zones.WIB)
  t.same(
    [zones.WIB, zones.WITA, zones.WIT].map((zone) => isOpenAt(office, moment, zone, noHolidays)),
    [true, false, false],
  )
})

t.test('Friday has its own hours, with the prayer left out', async (t) => {
  const office = calendar({ kamis: [spanOf('07:30-16:00')], jumat: [spanOf('07:30-11:30'), spanOf('13:30-16:30')] })
  const isOpen = (text: string) => isOpenAt(office, at(text, zones.WIB), zones.WIB, noHolidays)
  t.same(
    ['08T12:00', '09T11:29', '09T12:00', '09T13:30', '09T16:29'].map((text) => isOpen(`2026-01-${text}`)),
    [true, true, false, true, true],
  )
})

const holidays: Holidays = {
  on: (date) => (date === '2026-03-20' ? [{ date, kind: 'joint_leave', name: 'Cuti bersama' }] : []),
  decrees: [],
}
const office: Week = { kamis: [spanOf('08:00-16:00')], jumat: [spanOf('08:00-16:00')], sabtu: [spanOf('22:00-02:00')] }
const hours = (one: Calendar, date: string, others: readonly OtherHours[] = []) =>
  hoursOn(one, date, holidays, others).map(({ from, to }) => `${from / 60}-${to / 60}`)

t.test('a holiday closes a calendar that keeps it, and the night before it goes on', async (t) => {
  t.same(hours(calendar(office), '2026-03-20'), [])
  t.same(hours(calendar(office, { closedOn: ['national'] }), '2026-03-20'), ['8-16'])
  const night = calendar({ kamis: [spanOf('22:00-04:00')], jumat: [spanOf('22:00-04:00')] })
  const isOpen = (text: string) => isOpenAt(night, at(text, zones.WIB), zones.WIB, holidays)
  t.same([isOpen('2026-03-20T03:00'), isOpen('2026-03-20T23:00'), isOpen('2026-03-21T03:00')], [true, false, false])
})

t.test('hours of a date count more than the week and than a holiday', async (t) => {
  const one = calendar(office, { dates: { '2026-03-19': [], '2026-03-20': [spanOf('09:00-10:00')] } })
  t.same(hours(one, '2026-03-19'), [])
  t.same(hours(one, '2026-03-20'), ['9-10'])
})

t.test('temporary hours take the place of the week from their first day to their last', async (t) => {
  const week: Week = { kamis: [spanOf('08:00-14:00')], jumat: [spanOf('08:00-14:30')] }
  const ramadan: OtherHours = { id: 'r', calendar: 'k', from: '2026-02-19', until: '2026-03-20', week, dates: {} }
  const on = (date: string) => hours(calendar(office), date, [ramadan])
  t.same(on('2026-02-13'), ['8-16'])
  t.same(on('2026-02-19'), ['8-14'])
  t.same(on('2026-03-19'), ['8-14'])
  t.same(on('2026-03-20'), [], 'and holidays close as before')
  t.same(on('2026-03-26'), ['8-16'])
  t.same(hours(calendar(office, { id: 'other' }), '2026-02-19', [ramadan]), ['8-16'])
})

t.test(
  'of two temporary changes the one that began later counts, and its dates count more than a holiday',
  async (t) => {
    const long: OtherHours = {
      ...{ id: 'long', calendar: 'k', from: null, until: '2026-12-31', dates: {} },
      week: { kamis: [spanOf('10:00-11:00')] },
    }
    const short: OtherHours = {
      ...{ id: 'short', calendar: 'k', from: '2026-03-15', until: '2026-03-31', week: null },
      dates: { '2026-03-20': [spanOf('08:00-12:00')] },
    }
    const on = (date: string) => hours(calendar(office), date, [long, short])
    t.same(on('2026-03-19'), ['10-11'], 'without a week of its own the longer one stays')
    t.same(on('2026-03-20'), ['8-12'])
    t.same(on('2026-03-06'), [], 'a day that the temporary week does not name is closed')
  },
)
