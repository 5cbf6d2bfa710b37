import { DateTime } from 'luxon'
import t from 'tap'
import { adviceAt, doubtsAbout } from '../../src/site/advice.ts'
import { publicHolidays } from '../../src/site/public-holidays.ts'
import type { Site } from '../../src/site.ts'
import { changedFolder, load, refused, shipped } from './changed-site.ts'

/** SKB 1017/2024, 2/2024, 2/2024 of 14 October 2024, with the change of 7 August 2025 (SKB 933/2025, 1/2025, 3/2025: 18 August). */
const decree2025 = `schema: hotline-holidays/v1
year: 2025
decree: SKB 1017/2024, 2/2024, 2/2024; diubah dengan SKB 933/2025, 1/2025, 3/2025
national:
  2025-01-01: Tahun Baru 2025 Masehi
  2025-01-27: Isra Mikraj
  2025-01-29: Tahun Baru Imlek 2576 Kongzili
  2025-03-29: Hari Suci Nyepi
  2025-03-31: Idulfitri 1446 Hijriah
  2025-04-01: Idulfitri 1446 Hijriah
  2025-04-18: Wafat Yesus Kristus
  2025-04-20: Kebangkitan Yesus Kristus
  2025-05-01: Hari Buruh Internasional
  2025-05-12: Hari Raya Waisak 2569 BE
  2025-05-29: Kenaikan Yesus Kristus
  2025-06-01: Hari Lahir Pancasila
  2025-06-06: Iduladha 1446 Hijriah
  2025-06-27: 1 Muharam 1447 Hijriah
  2025-08-17: Proklamasi Kemerdekaan
  2025-09-05: Maulid Nabi Muhammad
  2025-12-25: Kelahiran Yesus Kristus
joint_leave:
  2025-01-28: Imlek
  2025-03-28: Nyepi
  2025-04-02: Idulfitri
  2025-04-03: Idulfitri
  2025-04-04: Idulfitri
  2025-04-07: Idulfitri
  2025-05-13: Waisak
  2025-05-30: Kenaikan
  2025-06-09: Iduladha
  2025-08-18: Proklamasi
  2025-12-26: Natal
`

/**
 * Weekdays on which offices were or will be closed. 2026 and 2027 as the stock exchange announced them (Peng-00171/BEI.POP/09-2025,
 * Peng-00169/BEI.POP/09-2026, without its own 31 December), 2025 as the ministers decreed.
 */
const closedWeekdays: Readonly<Record<number, string>> = {
  2025: `01-01 01-27 01-28 01-29 03-28 03-31 04-01 04-02 04-03 04-04 04-07 04-18 05-01 05-12 05-13 05-29 05-30 06-06 06-09
    06-27 08-18 09-05 12-25 12-26`,
  2026: `01-01 01-16 02-16 02-17 03-18 03-19 03-20 03-23 03-24 04-03 05-01 05-14 05-15 05-27 05-28 06-01 06-16 08-17 08-25
    12-24 12-25`,
  2027: `01-01 01-05 02-05 03-08 03-09 03-10 03-11 03-12 03-15 03-25 03-26 05-06 05-17 05-18 05-19 05-20 06-01 08-17 12-24`,
}

function closedIn(site: Site, year: number): readonly string[] {
  const first = DateTime.fromISO(`${year}-01-01T10:00`, { zone: site.zone })
  return Array.from({ length: first.daysInYear ?? 0 }, (_, day) => first.plus({ days: day })).flatMap((at) =>
    at.weekday > 5 || site.isOpen('kantor', at.toMillis()) ? [] : [at.toFormat('MM-dd')],
  )
}

for (const [year, days] of Object.entries(closedWeekdays)) {
  t.test(`${year}: the office is closed on exactly the decreed weekdays`, async (t) => {
    const site = await load(await changedFolder(t, { 'holidays/2025.yaml': decree2025 }))
    t.same(closedIn(site, Number(year)), days.split(/\s+/))
  })
}

t.test('a calendar may keep open on joint leave, and one around the clock keeps none of the days', async (t) => {
  const folder = await changedFolder(t, {
    'site.yaml': (text) =>
      text
        .replace(
          '    label: Jam kantor\n',
          '    label: Jam kantor\n    closed_on: [national]\n    dates: { "2027-03-10": ["08:00-09:00"] }\n',
        )
        .replace('calendars:\n', 'calendars:\n  siaga: { label: Siaga, around_the_clock: true }\n'),
  })
  const site = await load(folder)
  const at = (text: string) => Date.parse(`${text}+07:00`)
  t.same(site.open(at('2027-03-09T10:00:00')), { siaga: true, kantor: true }, 'joint leave')
  t.same(site.open(at('2027-03-11T10:00:00')), { siaga: true, kantor: false }, 'Idulfitri')
  t.same(site.open(at('2027-03-10T08:30:00')), { siaga: true, kantor: true }, 'special hours on Idulfitri')
})

t.test('the region has its own days: once, or every year', async (t) => {
  const own = 'holidays: [{ date: "2027-02-10", name: Pemilihan }, { date: "01-11", name: Hari jadi }]\n'
  const site = await load(await changedFolder(t, { 'site.yaml': (text) => `${text}\n${own}` }))
  const names = (date: string) => site.holidays.on(date).map(({ kind, name }) => `${kind} ${name}`)
  t.same(names('2027-02-10'), ['regional Pemilihan'])
  t.same(names('2028-02-10'), [])
  t.same([names('2027-01-11'), names('2031-01-11')], [['regional Hari jadi'], ['regional Hari jadi']])
})

t.test(
  'a year without a decree has the days of the sun rightly and those of the moon nearly, and no joint leave',
  async (t) => {
    const site = await load(shipped)
    const on = (date: string) => site.holidays.on(date).map(({ kind }) => kind)
    for (const date of [
      '2029-01-01',
      '2029-03-30',
      '2029-05-01',
      '2029-05-10',
      '2029-06-01',
      '2029-08-17',
      '2029-12-25',
    ])
      t.same(on(date), ['national'], date)
    const [first] = publicHolidays(2026).filter(({ name }) => name.includes('Idul Fitri'))
    t.match(first, { date: '2026-03-20', isEstimate: true }, 'the library is a day before the decree of 2026')
    t.equal(publicHolidays(2027).find(({ date }) => date === '2027-01-05')?.name, 'Isra Mikraj')
    t.ok(publicHolidays(2028).every(({ date }) => date.startsWith('2028-')))
  },
)

t.test('from October on somebody is told that the list of the coming year is missing', async (t) => {
  const site = await load(await changedFolder(t))
  const told = (date: string) => adviceAt(site, Date.parse(date)).map(({ file, rule }) => `${file} ${rule}`)
  t.same(told('2027-09-30T00:00:00Z'), [])
  t.same(told('2027-10-01T00:00:00Z'), ['holidays/2028.yaml holidays-decreed'])
  t.same(told('2028-01-01T00:00:00Z'), ['holidays/2028.yaml holidays-decreed'])
})

t.test('the shipped lists have every day that the library knows; a slip of the pen is seen', async (t) => {
  t.same(doubtsAbout(await load(shipped)), [])
  const folder = await changedFolder(t, {
    'bersama/holidays/2027.yaml': (text) => text.replace('2027-05-06: Kenaikan', '2027-05-26: Kenaikan'),
  })
  t.match(doubtsAbout(await load(folder)), [
    {
      file: 'bersama/holidays/2027.yaml',
      message: /nothing near 2027-05-06, which should be Kenaikan/,
      severity: 'warning',
    },
  ])
})

const wrong: readonly (readonly [string, string, string, string])[] = [
  [
    'a day that is not in the year',
    '2027-12-26: Isra',
    '2026-12-26: Isra',
    'national.2026-12-26: 2026-12-26 is not in 2027',
  ],
  [
    'a day that is not in the calendar',
    '2027-02-06: Tahun',
    '2027-02-30: Tahun',
    'there is no 2027-02-30 in the calendar',
  ],
  ['a year that is not the file’s', 'year: 2027', 'year: 2028', 'the list of 2028 is called holidays/2028.yaml'],
  [
    'a day that is both',
    '2027-03-09: Cuti',
    '2027-03-10: Cuti',
    'joint_leave.2027-03-10: 2027-03-10 is a public holiday already',
  ],
  ['a list without a decree', 'decree:', 'surat:', 'bersama/holidays/2027.yaml'],
]
for (const [name, piece, by, expected] of wrong) {
  t.test(`${name} is refused with file and line`, async (t) => {
    const problems = await refused(
      await changedFolder(t, { 'bersama/holidays/2027.yaml': (text) => text.replace(piece, by) }),
    )
    t.ok(
      problems.some((problem) => /^bersama\/holidays\/2027\.yaml:\d+ /.test(problem) && problem.includes(expected)),
      problems.join('\n'),
    )
  })
}

t.test('wrong dates of the site itself are refused at their line', async (t) => {
  const folder = await changedFolder(t, {
    'site.yaml': (text) =>
      `${text.replace('    label: Jam kantor\n', '    label: Jam kantor\n    dates: { "2027-02-29": [] }\n')}\nholidays: [{ date: "02-30", name: X }]\n`,
  })
  const problems = await refused(folder)
  t.match(problems.join('\n'), /site\.yaml:\d+ calendars\.kantor\.dates\.2027-02-29: there is no 2027-02-29/)
  t.match(problems.join('\n'), /site\.yaml:\d+ holidays\.0\.date: there is no 02-30/)
})
