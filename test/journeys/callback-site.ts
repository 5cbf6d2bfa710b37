/** A small site whose queue offers a callback. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import { stringify } from 'yaml'
import { housePrompts } from '../../src/site/phrases.ts'
import { smallFlow, smallPrompts } from '../flow/small-flow.ts'
import { smallSite } from '../flow/small-site.ts'
import { load } from '../site/changed-site.ts'

const shipped = join(import.meta.dirname, '../../ivr-flows')

/** The small site, with key 8 in the queue for a callback; the house's own sentences are the shipped ones. */
export async function folderWithCallback(t: Test): Promise<string> {
  const { flows } = await load(shipped)
  const house = Object.fromEntries(housePrompts.map((id) => [id, flows[0]?.prompts.ind?.[id]?.text]))
  const files = {
    ...smallSite,
    'kecil.yaml': smallFlow
      .replace('      9: pesan\n', '      8: panggil\n      9: pesan\n')
      .replace(
        '  pesan:\n    voicemail',
        '  panggil:\n    callback: umum\n    exits: { granted: dijanjikan, refused: pesan }\n' +
          '  dijanjikan: { say: dijanjikan, next: selesai }\n  pesan:\n    voicemail',
      ),
    'prompts/ind.yaml': `${smallPrompts}dijanjikan: Kami telepon kembali.\n${stringify(house)}`,
  }
  const folder = await mkdtemp(join(tmpdir(), 'sahut-callback-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  return folder
}
