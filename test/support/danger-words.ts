/** The words of danger that are shipped, as the site reads them. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDangerWords } from '../../src/site/read-danger.ts'

const folder = join(import.meta.dirname, '../../ivr-flows/bersama/danger-words')

export const { dangerWords: shippedDangerWords, problems: dangerWordsProblems } = readDangerWords(
  readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') })),
)
