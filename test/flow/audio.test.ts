import t from 'tap'
import {
  currencyOf,
  type Recordings,
  readStamps,
  recordingPath,
  textDigest,
  withRecordings,
} from '../../src/flow/audio.ts'
import { parseFlow } from '../../src/flow/parse.ts'
import { promptSeconds, speak, speechSeconds, usualVoices, write } from '../../src/flow/speech.ts'
import { readYaml } from '../../src/flow/yaml.ts'
import { parseSmall, smallFlow, smallPrompts, surroundings } from './small-flow.ts'

const words = 'Darurat, tekan 1. Petugas, tekan 2.'
const stampOf = (text: string, seconds = 4.5) => ({ text: textDigest(text), sound: '0'.repeat(64), seconds })
const recordings = (stamps: Recordings['stamps'], ...present: readonly string[]): Recordings => ({
  stamps,
  present: new Set(present),
})
const file = readYaml({ file: 'prompts/ind.yaml', text: 'salam: x\ntunggu: y\n' })

t.test('a recording is played only while its sentence is the one that was recorded', async (t) => {
  const path = 'ind/salam.wav'
  const stamped = recordings({ [path]: stampOf(words) }, path)
  t.equal(currencyOf(path, { text: words }, stamped), 'current')
  t.equal(currencyOf(path, { text: ` ${words.replace(' ', '\n')} ` }, stamped), 'current', 'blanks are not heard')
  t.equal(currencyOf(path, { text: words.replace('1', '9') }, stamped), 'outdated')
  t.equal(currencyOf(path, { text: words }, recordings({}, path)), 'unstamped')
  t.equal(currencyOf(path, { text: words }, recordings({ [path]: stampOf(words) })), 'none')
  t.equal(currencyOf(path, { text: words, audio: path }, recordings({})), 'missing')
  t.equal(currencyOf('constructor', { text: words }, recordings({}, 'constructor')), 'unstamped')
  const valued = 'Nomor {kode:digits}.'
  t.equal(currencyOf(path, { text: valued }, recordings({ [path]: stampOf(valued) }, path)), 'values')
})

t.test('a recording has a usual place, or the one that the sentence names', async (t) => {
  const present = new Set(['ind/salam.mp3'])
  t.equal(recordingPath('ind', 'salam', { text: '' }, present), 'ind/salam.mp3')
  t.equal(recordingPath('jav', 'salam', { text: '' }, present), 'jav/salam.wav')
  t.equal(recordingPath('ind', 'salam', { text: '', audio: 'lama.wav' }, present), 'lama.wav')
})

t.test('what is not current is told at its line, and speech says it', async (t) => {
  const known = recordings({ 'ind/salam.wav': stampOf('Lama.') }, 'ind/salam.wav', 'ind/tunggu.wav')
  const { prompts, warnings } = withRecordings(
    'ind',
    { salam: { text: words }, tunggu: { text: 'Sabar.' } },
    known,
    file,
  )
  t.same(prompts, { salam: { text: words }, tunggu: { text: 'Sabar.' } })
  t.match(warnings, [
    { file: 'prompts/ind.yaml', line: 1, path: 'salam.audio', rule: 'recordings-current', severity: 'warning' },
    { line: 2, path: 'tunggu.audio', message: /not stamped/ },
  ])
})

t.test('the stamps of a folder are read, or their mistakes are told', async (t) => {
  const text = `schema: hotline-audio/v1
recordings:
  ind/salam.wav: { text: ${textDigest(words)}, sound: ${'a'.repeat(64)}, seconds: 4.5 }
`
  const read = readStamps(readYaml({ file: 'audio/manifest.yaml', text }))
  t.same(read.problems, [])
  t.equal(read.stamps['ind/salam.wav']?.seconds, 4.5)
  const wrong = readStamps(readYaml({ file: 'audio/manifest.yaml', text: text.replace('4.5', 'lama') }))
  t.match(wrong.problems, [{ file: 'audio/manifest.yaml', line: 3 }])
  t.same(wrong.stamps, {})
})

const small = (prompts: string, known?: Recordings) =>
  parseFlow(
    {
      flow: { file: 'kecil.yaml', text: smallFlow },
      prompts: [{ language: 'ind', source: { file: 'prompts/ind.yaml', text: prompts } }],
      ...(known === undefined ? {} : { recordings: known }),
    },
    surroundings,
  )

t.test('a flow plays what is current, and the time to the emergency offer counts the recording', async (t) => {
  const parsed = small(smallPrompts, recordings({ 'ind/salam.wav': stampOf(words, 6) }, 'ind/salam.wav'))
  if (parsed.outcome !== 'flow') throw new Error(JSON.stringify(parsed.problems))
  t.match(speak(parsed.flow, 'ind', 'salam', {}), { audio: 'ind/salam.wav', seconds: 6 })
  const slow = small(smallPrompts, recordings({ 'ind/salam.wav': stampOf(words, 60) }, 'ind/salam.wav'))
  t.match(slow, { outcome: 'problems' })
  if (slow.outcome === 'problems') t.match(slow.problems, [{ rule: 'emergency-first' }])
  const outdated = small(smallPrompts, recordings({ 'ind/salam.wav': stampOf('Lama.', 60) }, 'ind/salam.wav'))
  t.match(outdated, { outcome: 'flow', warnings: [{ rule: 'recordings-current' }] })
})

t.test(
  'a language without a voice is heard where it is recorded, and Indonesian elsewhere; in writing it is itself',
  async (t) => {
    const parsed = parseSmall()
    if (parsed.outcome !== 'flow') throw new Error('the small flow is broken')
    const prompts = {
      ...parsed.flow.prompts,
      mad: { salam: { text: 'Salam Madura', audio: 'mad/salam.wav', seconds: 3 }, maaf: { text: 'Saporana' } },
      eng: { maaf: { text: 'Sorry' } },
    }
    const flow = { ...parsed.flow, prompts }
    t.same(usualVoices, ['ind', 'eng'])
    t.match(speak(flow, 'mad', 'salam', {}), { language: 'mad', audio: 'mad/salam.wav', text: 'Salam Madura' })
    t.match(speak(flow, 'mad', 'maaf', {}), { language: 'ind', text: 'Maaf.' })
    t.match(speak(flow, 'eng', 'maaf', {}), { language: 'eng', text: 'Sorry' })
    t.match(speak({ ...flow, voices: ['ind', 'mad'] }, 'mad', 'maaf', {}), { language: 'mad', text: 'Saporana' })
    t.equal(write(flow, 'mad', 'maaf', {}), 'Saporana')
  },
)

t.test('how long a sentence takes counts what stands for its values', async (t) => {
  t.ok(promptSeconds({ text: 'Nomor {kode:digits}.' }) > speechSeconds('Nomor satu dua tiga empat, lima enam.'))
  t.equal(promptSeconds({ text: 'Halo', seconds: 2 }), 2)
})

t.test('a site whose carrier has more voices says more languages', async (t) => {
  const parsed = parseFlow(
    {
      flow: { file: 'kecil.yaml', text: smallFlow },
      prompts: [{ language: 'ind', source: { file: 'prompts/ind.yaml', text: smallPrompts } }],
    },
    { ...surroundings, voices: ['ind', 'eng', 'jav'] },
  )
  t.match(parsed, { outcome: 'flow', flow: { voices: ['ind', 'eng', 'jav'] } })
})
