import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { contentOf } from '../../src/site/bundle.ts'
import { readFolder, signing } from '../../src/site/folder.ts'
import { type Changes, change, changedFolder, load, refused } from './changed-site.ts'

/** The shipped site with its flow and its English lent by the library. */
async function borrowing(t: Test, changes: Changes = {}): Promise<string> {
  const folder = await changedFolder(t)
  await mkdir(join(folder, 'bersama/prompts'), { recursive: true })
  await rename(join(folder, 'utama.yaml'), join(folder, 'bersama/utama.yaml'))
  await rename(join(folder, 'prompts/eng.yaml'), join(folder, 'bersama/prompts/eng.yaml'))
  await change(folder, changes)
  return folder
}

t.test('flows and prompts are found in the library where the site has none of that name', async (t) => {
  const own = await load(await changedFolder(t))
  const lent = await load(await borrowing(t))
  t.equal(lent.flows[0]?.revision, own.flows[0]?.revision)
  t.ok(lent.cases.utama?.length)
})

t.test('the own flow wins over the library’s', async (t) => {
  const folder = await changedFolder(t, {
    'bersama/utama.yaml': 'schema: not even a flow',
  })
  t.equal((await load(folder)).flows[0]?.id, 'utama')
})

t.test('one own sentence wins, and the others of its language stay the library’s', async (t) => {
  const folder = await borrowing(t, { 'prompts/eng.yaml': 'mohon_tunggu: Do wait.\n' })
  const { eng } = (await load(folder)).flows[0]?.prompts ?? {}
  t.equal(eng?.mohon_tunggu?.text, 'Do wait.')
  t.match(eng?.salam?.text, /emergency/i)
})

t.test('problems name the file in which they stand', async (t) => {
  const problems = await refused(
    await borrowing(t, {
      'bersama/utama.yaml': (text) => text.replace('3: antre_umum\n', '3: antri\n'),
      'bersama/prompts/eng.yaml': (text) => text.replace('mohon_tunggu: "Please wait."', 'mohon_tunggu: 5'),
    }),
  )
  t.match(problems.join('\n'), /^bersama\/utama\.yaml:\d+ nodes\.sapaan\.options\.3: leads to "antri"/m)
  t.match(problems.join('\n'), /^bersama\/prompts\/eng\.yaml:\d+ mohon_tunggu/m)
})

t.test('a library that is not there is refused at its line', async (t) => {
  const problems = await refused(
    await changedFolder(t, { 'site.yaml': (text) => text.replace('[bersama]', '[bersama, ../tetangga]') }),
  )
  t.match(problems.join('\n'), /^site\.yaml:\d+ libraries\.1: the folder \.\.\/tetangga does not exist or is empty/m)
})

t.test('a site below another one borrows from beside it', async (t) => {
  const folder = await borrowing(t)
  const city = join(folder, 'kota')
  await mkdir(join(city, 'prompts'), { recursive: true })
  await rename(join(folder, 'prompts/ind.yaml'), join(city, 'prompts/ind.yaml'))
  await rename(join(folder, 'site.yaml'), join(city, 'site.yaml'))
  await change(city, { 'site.yaml': (text) => text.replace('[bersama]', '[../bersama]') })
  const site = await load(city)
  t.equal(site.flows[0]?.id, 'utama')
  t.ok(site.holidays.on('2027-03-10').length > 0, 'holidays too')
})

t.test('what a library says of a site of its own, and what else lies about, is not ours', async (t) => {
  const folder = await changedFolder(t)
  const before = contentOf((await readFolder(folder)).bundle)
  await change(folder, {
    'bersama/site.yaml': 'name: Somebody',
    'bersama/overlays/banjir.yaml': 'schema: not for us',
    'kota/utama.yaml': 'another site',
    'utama.yaml.bak': 'x',
    'catatan/rapat.yaml': 'x',
  })
  t.equal(contentOf((await readFolder(folder)).bundle), before)
})

t.test('the content is known by its texts; a look at the folder sees that one of them changed', async (t) => {
  const folder = await borrowing(t)
  const sign = signing(folder)
  const seen = async () => [contentOf((await readFolder(folder)).bundle), await sign()]
  const first = await seen()
  t.same(await seen(), first)
  await change(folder, { 'bersama/prompts/eng.yaml': (text) => `${text}\n# note\n` })
  const second = await seen()
  t.not(second[0], first[0])
  t.not(second[1], first[1])
  await change(folder, { 'audio/ind/salam.wav': 'sound' })
  t.not((await seen())[0], second[0], 'a recording that comes or goes is a change')
})
