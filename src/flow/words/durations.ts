/** How long something takes, said and written. */

import { spokenNumber } from './numbers.ts'
import { tongueOf } from './tongues.ts'

const SIZES = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const
type Size = keyof typeof SIZES

/** `satu jam lima belas menit` for `4500` seconds. From an hour on seconds are left out, from a day on minutes too. */
export function spokenDuration(value: string, language: string): string {
  return told(value, language, (amount) => spokenNumber(String(amount), language))
}

/** `1 jam 15 menit` */
export function writtenDuration(value: string, language: string): string {
  return told(value, language, String)
}

function told(value: string, language: string, count: (amount: number) => string): string {
  if (!/^\d{1,10}(\.\d+)?$/.test(value.trim())) return value
  const { units } = tongueOf(language).words
  const parts = partsOf(Math.round(Number(value)))
  return parts.map(([size, amount]) => `${count(amount)} ${units[size][amount === 1 ? 0 : 1] ?? ''}`).join(' ')
}

/** Days and hours, hours and minutes, or minutes and seconds: never more than two, rounded at the smaller one. */
function partsOf(seconds: number): readonly (readonly [Size, number])[] {
  const sizes = Object.keys(SIZES) as Size[]
  const finest = seconds >= SIZES.days ? 'hours' : seconds >= SIZES.hours ? 'minutes' : 'seconds'
  let rest = Math.round(seconds / SIZES[finest]) * SIZES[finest]
  const parts = sizes.map((size) => {
    const amount = Math.floor(rest / SIZES[size])
    rest -= amount * SIZES[size]
    return [size, amount] as const
  })
  const said = parts.filter(([, amount]) => amount > 0)
  return said.length === 0 ? [['seconds', 0]] : said
}
