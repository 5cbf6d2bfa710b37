/** The languages whose numbers and days we can say; in every other language they are said in Indonesian. */

import { english } from './eng.ts'
import { indonesian } from './ind.ts'
import type { Tongue } from './tongue.ts'

const tongues = new Map<string, Tongue>([
  ['ind', indonesian],
  ['eng', english],
])

/** By ISO 639-3. */
export function tongueOf(language: string): Tongue {
  return tongues.get(language) ?? indonesian
}
