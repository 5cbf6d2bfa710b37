import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'

const root = join(import.meta.dirname, '../..')
const cli = (...args: string[]) => promisify(execFile)(process.execPath, ['src/cli/main.ts', ...args], { cwd: root })

const say = (name: string, next?: string) => ({
  name,
  type: 'say-play',
  properties: { say: `${name}.`, language: 'id-ID' },
  transitions: [{ event: 'audioComplete', ...(next === undefined ? {} : { next }) }],
})
const flow = {
  initial_state: 'Mulai',
  states: [
    { name: 'Mulai', type: 'trigger', transitions: [{ event: 'incomingCall', next: 'Salam' }] },
    say('Salam', 'Dah'),
    say('Dah'),
  ],
}

t.test('an imported flow is written beside its prompts, once, and what it lacks is said', async (t) => {
  const folder = t.testdir({
    'Alur Lama.json': JSON.stringify(flow),
    'salah.json': '{"states":[]}',
    'teks.json': 'halo',
  })
  const file = join(folder, 'Alur Lama.json')
  const out = join(folder, 'hasil')
  const lacking = { code: 1, stderr: /Yang masih kurang[\s\S]*alur_lama\.yaml:\d+ .*emergency/ }
  await t.rejects(cli('flow', 'import', file, '--out', out), lacking)
  t.match(await readFile(join(out, 'alur_lama.yaml'), 'utf8'), /start: salam\n/)
  t.match(await readFile(join(out, 'prompts/ind.yaml'), 'utf8'), /alur_lama\.salam: Salam\./)
  await t.rejects(cli('flow', 'import', file, '--out', out), { code: 1, stderr: /is there already/ })
  t.same((await readdir(out)).sort(), ['alur_lama.yaml', 'prompts'])
  await t.rejects(cli('--lang', 'eng', 'flow', 'import', file, '--id', 'lain'), {
    code: 1,
    stdout: /# lain\.yaml\n[\s\S]*# prompts\/ind\.yaml\n/,
    stderr: /still lacking/,
  })
  await t.rejects(cli('flow', 'import', join(folder, 'salah.json')), { code: 1, stderr: /"initial_state" is missing/ })
  await t.rejects(cli('flow', 'import', join(folder, 'teks.json')), { code: 1, stderr: /must be object/ })
})
