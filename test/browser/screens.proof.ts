/** Every screen in both languages, both colour schemes and both sizes. */
import { join } from 'node:path'
import t from 'tap'

const patience = 300_000
t.setTimeout(4 * patience)
const env = { ...process.env, EVERY_LANGUAGE: '1', TAP_TIMEOUT: String(patience / 1000) }
for (const whose of ['console', 'desk', 'supervisor', 'admin']) {
  const file = join(import.meta.dirname, `${whose}-screens.test.ts`)
  t.spawn(process.execPath, [file], { env, timeout: patience }, `the ${whose}'s screens`)
}
