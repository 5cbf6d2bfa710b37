import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { type AudioOptions, audio } from '../../src/cli/flow-audio.ts'
import { makeWav } from '../../src/simulator/audio.ts'

const prompts = `salam: "Darurat, tekan 1."
tunggu: { text: "Mohon tunggu." }
nomor: "Nomor {kode:digits}."
`

/** Frames of MPEG 1 layer 3 at 128 kbit/s and 44,100 samples a second: 1,152 samples each. */
function mp3(frames: number): Buffer {
  const frame = Buffer.alloc(417)
  frame.set([0xff, 0xfb, 0x90, 0x00])
  return Buffer.concat(Array.from({ length: frames }, () => frame))
}

async function folderOf(t: Test, files: Readonly<Record<string, string | Buffer>>) {
  const folder = t.testdir({ prompts: { 'ind.yaml': prompts } })
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

const run = async (folder: string, options: AudioOptions = {}) => {
  const { lines, isGood } = await audio(folder, options, 'eng')
  return { text: lines.join('\n'), isGood }
}
const stamps = async (folder: string): Promise<Record<string, { text: string; seconds: number }>> =>
  (parse(await readFile(join(folder, 'audio/manifest.yaml'), 'utf8')) as { recordings: never }).recordings

t.test('what must be recorded is listed by language, with path, length and words', async (t) => {
  const { text, isGood } = await run(await folderOf(t, {}))
  t.ok(isGood)
  t.match(text, /^ind: 3 sentences, 2 to be recorded or stamped \(about \d+ seconds\)$/m)
  t.match(text, '  ind/salam.wav (not recorded yet, 2 s): Darurat, tekan 1.')
  t.notMatch(text, 'nomor', 'speech says what has values')
  t.match((await run(await folderOf(t, {}), { all: true })).text, 'ind/nomor.wav (has values, speech says it')
  t.equal((await run(await folderOf(t, {}), { language: 'jav' })).text, '')
})

t.test('recordings are stamped with their words and their length, WAV and MP3', async (t) => {
  const folder = await folderOf(t, { 'audio/ind/salam.wav': makeWav(2.5), 'audio/ind/tunggu.mp3': mp3(77) })
  t.match((await run(folder)).text, /salam\.wav \(not stamped yet.*\n.*tunggu\.mp3 \(not stamped yet/)
  const { text, isGood } = await run(folder, { stamp: true })
  t.ok(isGood, text)
  t.match(text, 'ind/salam.wav: stamped, 2.5 seconds, says "Darurat, tekan 1."')
  const written = await stamps(folder)
  t.same(Object.keys(written), ['ind/salam.wav', 'ind/tunggu.mp3'])
  t.equal(written['ind/salam.wav']?.seconds, 2.5)
  t.ok(Math.abs((written['ind/tunggu.mp3']?.seconds ?? 0) - 2.01) < 0.1)
  t.match((await run(folder)).text, /^ind: 3 sentences, 0 to be recorded/)
})

t.test('a stamp is never renewed by itself when only the words have changed', async (t) => {
  const folder = await folderOf(t, { 'audio/ind/salam.wav': makeWav(2) })
  await run(folder, { stamp: true })
  const before = await stamps(folder)
  await writeFile(join(folder, 'prompts/ind.yaml'), prompts.replace('tekan 1', 'tekan 9'))
  t.match((await run(folder)).text, 'salam.wav (outdated: its sentence has changed')
  t.match((await run(folder, { stamp: true })).text, 'ind/salam.wav: not stamped')
  t.same(await stamps(folder), before)
  t.match((await run(folder, { stamp: true, again: ['ind/salam.wav'] })).text, 'ind/salam.wav: stamped')
  t.match((await run(folder)).text, '3 sentences, 1 to be recorded')
})

t.test('a new recording is stamped, a lost one loses its stamp, and what is no recording is told', async (t) => {
  const folder = await folderOf(t, { 'audio/ind/salam.wav': makeWav(2), 'audio/ind/tunggu.wav': 'no sound at all' })
  const first = await run(folder, { stamp: true })
  t.notOk(first.isGood)
  t.match(first.text, 'ind/tunggu.wav: is no recording that can be read')
  await writeFile(join(folder, 'audio/ind/salam.wav'), makeWav(3))
  t.match((await run(folder)).text, 'salam.wav (new recording, not stamped yet')
  await run(folder, { stamp: true })
  t.equal((await stamps(folder))['ind/salam.wav']?.seconds, 3)
  await writeFile(join(folder, 'audio/manifest.yaml'), 'schema: lain')
  const broken = await run(folder)
  t.notOk(broken.isGood)
  t.match(broken.text, /^audio\/manifest\.yaml:1 /)
})
