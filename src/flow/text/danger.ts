/** Words of a text that mean somebody may be in danger now. Pure. One call too many costs a minute, one too few a life. */

import danger from './lang/danger.json' with { type: 'json' }

const readable = (text: string): string =>
  ` ${text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/['’`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')} `

const words = Object.values(danger.words).flat().map(readable)
const harmless = danger.not.map(readable)

/** The first word of danger in it, in any of the region's languages; null when there is none. Who is asked for help writes as it comes. */
export function dangerIn(text: string): string | null {
  let left = readable(text)
  for (const phrase of harmless) left = left.replaceAll(phrase, ' - ')
  return words.find((word) => left.includes(word))?.trim() ?? null
}
