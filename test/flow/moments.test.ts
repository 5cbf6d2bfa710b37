import t from 'tap'
import { spokenDigits, spokenPhone, writtenPhone } from '../../src/flow/words/digits.ts'
import { spokenDuration, writtenDuration } from '../../src/flow/words/durations.ts'
import { numberHeard } from '../../src/flow/words/heard.ts'
import { spokenDate, spokenTime, weekday, writtenDate, writtenTime, zoneName } from '../../src/flow/words/moments.ts'

const ind = { language: 'ind', zone: 'Asia/Jakarta' }
const eng = { language: 'eng', zone: 'Asia/Jakarta' }
const halfPastSeven = String(Date.parse('2026-11-21T00:30:00Z'))

t.test('a day is said with its month and year, by the wall clock of the region', async (t) => {
  t.equal(spokenDate(halfPastSeven, ind), 'dua puluh satu November dua ribu dua puluh enam')
  t.equal(spokenDate(halfPastSeven, eng), 'the twenty-first of November twenty twenty-six')
  t.equal(writtenDate(halfPastSeven, ind), '21 November 2026')
  t.equal(weekday(halfPastSeven, ind), 'Sabtu')
  t.equal(weekday(halfPastSeven, eng), 'Saturday')
  const lateEvening = '2026-12-31T17:00:00Z'
  t.equal(spokenDate(lateEvening, ind), 'satu Januari dua ribu dua puluh tujuh')
  t.equal(spokenDate(lateEvening, { ...ind, zone: 'UTC' }), 'tiga puluh satu Desember dua ribu dua puluh enam')
  t.equal(spokenDate('2026-08-17', { ...eng, zone: 'Asia/Jayapura' }), 'the seventeenth of August twenty twenty-six')
  for (const [year, said] of [
    ['1998', 'nineteen ninety-eight'],
    ['2000', 'two thousand'],
    ['2005', 'two thousand and five'],
    ['1905', 'one thousand nine hundred and five'],
  ])
    t.equal(spokenDate(`${year}-01-02`, eng), `the second of January ${said}`)
  for (const none of ['', 'besok', '2026-02-30', '99999999999999999']) t.equal(spokenDate(none, ind), '', none)
})

t.test('a time of day is said as people say it', async (t) => {
  const times: readonly (readonly [string, string, string])[] = [
    [halfPastSeven, 'pukul setengah delapan pagi', 'half past seven in the morning'],
    ['07:30', 'pukul setengah delapan pagi', 'half past seven in the morning'],
    ['16.00', 'pukul empat sore', "four o'clock in the afternoon"],
    ['00:00', 'pukul dua belas malam', 'midnight'],
    ['24:00', 'pukul dua belas malam', 'midnight'],
    ['12:00', 'pukul dua belas siang', 'noon'],
    ['12:30', 'pukul setengah satu siang', 'half past twelve in the afternoon'],
    ['23:30', 'pukul setengah dua belas malam', 'half past eleven at night'],
    ['02:15', 'pukul dua dini hari lewat lima belas menit', 'a quarter past two in the morning'],
    ['19:45', 'pukul tujuh malam lewat empat puluh lima menit', 'a quarter to eight in the evening'],
    ['10:05', 'pukul sepuluh pagi lewat lima menit', 'ten oh five in the morning'],
    ['2026-11-21T10:05', 'pukul sepuluh pagi lewat lima menit', 'ten oh five in the morning'],
    ['siang', '', ''],
  ]
  for (const [value, indonesian, english] of times) {
    t.equal(spokenTime(value, ind), indonesian, value)
    t.equal(spokenTime(value, eng), english, value)
  }
  t.equal(writtenTime(halfPastSeven, ind), '07.30')
  t.equal(writtenTime(halfPastSeven, { ...eng, zone: 'Asia/Makassar' }), '08:30')
  t.equal(zoneName(ind, 'spoken'), 'waktu Indonesia barat')
  t.equal(zoneName({ ...eng, zone: 'Asia/Jayapura' }, 'written'), 'WIT')
  t.equal(zoneName({ ...ind, zone: 'Europe/Paris' }, 'spoken'), '')
})

t.test('every minute of the day reads back from its Indonesian words', async (t) => {
  const form = /^pukul (setengah )?(.+?) (dini hari|pagi|siang|sore|malam)(?: lewat (.+) menit)?$/
  const wrong: string[] = []
  for (let minute = 0; minute < 1440; minute += 1) {
    const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
    const said = spokenTime(clock, ind)
    const [, half, hour = '', part = '', past] = form.exec(said) ?? []
    const onDial = (numberHeard(hour, 'ind') ?? Number.NaN) % 12
    const after = half === undefined ? (past === undefined ? 0 : (numberHeard(past, 'ind') ?? Number.NaN)) : -30
    const read = (onDial * 60 + after + 720) % 720
    // Midnight alone is called by the night before it.
    const isLate = ['siang', 'sore', 'malam'].includes(part) && !(part === 'siang' && read >= 660) && minute !== 0
    if (read + (isLate ? 720 : 0) !== minute) wrong.push(`${clock}: ${said}`)
  }
  t.same(wrong, [])
})

t.test('durations have two parts at most', async (t) => {
  for (const [seconds, indonesian, english] of [
    ['0', 'nol detik', 'zero seconds'],
    ['1', 'satu detik', 'one second'],
    ['90', 'satu menit tiga puluh detik', 'one minute thirty seconds'],
    ['120', 'dua menit', 'two minutes'],
    ['3599', 'lima puluh sembilan menit lima puluh sembilan detik', 'fifty-nine minutes fifty-nine seconds'],
    ['4500', 'satu jam lima belas menit', 'one hour fifteen minutes'],
    ['7199', 'dua jam', 'two hours'],
    ['86399', 'satu hari', 'one day'],
    ['180000', 'dua hari dua jam', 'two days two hours'],
    ['sebentar', 'sebentar', 'sebentar'],
  ] as const) {
    t.equal(spokenDuration(seconds, 'ind'), indonesian)
    t.equal(spokenDuration(seconds, 'eng'), english)
  }
  t.equal(writtenDuration('4500', 'ind'), '1 jam 15 menit')
})

t.test('codes and phone numbers are said digit by digit, in groups that can be written down', async (t) => {
  t.equal(spokenDigits('12345674', 'ind'), 'satu dua tiga empat, lima enam tujuh empat')
  t.equal(spokenDigits('A-12 b', 'eng'), 'A one two b')
  t.equal(spokenDigits('', 'ind'), '')
  for (const [number, written, said] of [
    ['+6281234567890', '0812-3456-7890', 'nol delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol'],
    ['+62751000112', '0751-000112', 'nol tujuh lima satu, nol nol nol, satu satu dua'],
    ['0812 3456 7890', '0812-3456-7890', 'nol delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol'],
    ['112', '112', 'satu satu dua'],
    ['+6562345678', '+65-6234-5678', 'enam lima, enam dua tiga empat, lima enam tujuh delapan'],
  ] as const) {
    t.equal(writtenPhone(number), written)
    t.equal(spokenPhone(number, 'ind'), said)
  }
})
