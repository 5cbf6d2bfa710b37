import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { flowCli } from './flow-cli.ts'

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
  const lacking = { isDone: false, stderr: /Yang masih kurang[\s\S]*alur_lama\.yaml:\d+ .*\[emergency-first\]/ }
  t.match(await flowCli(t, 'flow', 'import', file, '--out', out), lacking)
  t.match(await readFile(join(out, 'alur_lama.yaml'), 'utf8'), /start: salam\n/)
  t.match(await readFile(join(out, 'prompts/ind.yaml'), 'utf8'), /alur_lama\.salam: Salam\./)
  t.match(await flowCli(t, 'flow', 'import', file, '--out', out), { isDone: false, stderr: /sudah ada; pilih --out/ })
  t.same((await readdir(out)).sort(), ['alur_lama.yaml', 'prompts'])
  t.match(await flowCli(t, '--lang', 'eng', 'flow', 'import', file, '--id', 'lain'), {
    isDone: false,
    stdout: /# lain\.yaml\n[\s\S]*# prompts\/ind\.yaml\n/,
    stderr: /still lacking/,
  })
  t.match(await flowCli(t, 'flow', 'import', join(folder, 'salah.json')), {
    isDone: false,
    stderr: /"initial_state" belum ada/,
  })
  t.match(await flowCli(t, 'flow', 'import', join(folder, 'teks.json')), {
    isDone: false,
    stderr: /harus berupa beberapa baris/,
  })
  t.match(await flowCli(t, 'flow', 'import', file, '--id', 'bagian', '--as-subflow'), {
    isDone: true,
    stdout: /schema: hotline-subflow\/v1\nid: bagian\n/,
    stderr: /diperiksa bersama alur yang memanggilnya \(call: bagian\)/,
  })
})
