import fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import t from 'tap'
import { writtenReply } from '../../src/flow/text/reply.ts'
import { cutTo, plainSigns, segmentsOf } from '../../src/flow/text/segments.ts'
import type { Choice, Spoken, Verb } from '../../src/flow/verbs.ts'

const said = (text: string, language = 'ind'): Spoken => ({ prompt: 'x', text, language })
const choice = (key: string, label: string | null): Choice => ({
  key,
  label: label === null ? null : said(label),
  words: [],
})
const menu = (spoken: readonly Spoken[], choices: readonly Choice[] = []): Verb => ({
  verb: 'gather',
  spoken,
  maxDigits: 1,
  finishOnKey: '',
  timeoutSeconds: 5,
  choices,
})
const topics = [choice('1', 'Jalan dan jembatan.'), choice('2', 'Drainase'), choice('9', 'Lainnya')]
const reply = (verbs: readonly Verb[], options: Partial<Parameters<typeof writtenReply>[1]> = {}) =>
  writtenReply(verbs, { language: 'ind', ...options })

t.test('a menu with names is a list; sentences that only tell its keys are left out', async (t) => {
  const question = said('Pengaduan tentang apa? Jalan dan jembatan, tekan 1. Drainase, tekan 2. Lainnya, tekan 9.')
  t.equal(
    reply([menu([said('Selamat datang.'), question], topics)], { footer: 'Bahaya? Telepon 112.' }),
    `Selamat datang. Pengaduan tentang apa?
1. Jalan dan jembatan
2. Drainase
9. Lainnya
Balas dengan angka atau namanya.
Bahaya? Telepon 112.`,
  )
  t.match(
    reply([menu([said('About what? Roads, press 1.', 'eng')], topics)], { language: 'eng' }),
    /^About what\?\n1\./,
  )
})

t.test('a menu without names keeps its sentences, mended for who writes', async (t) => {
  const question = said(
    'Jalan, tekan 1. Selain itu, tekan angka 2. Sesudah bunyi bip, ceritakan. Tekan pagar bila selesai.',
  )
  t.equal(
    reply([menu([question], [choice('1', null), choice('2', null)])]),
    'Jalan, balas 1. Selain itu, balas angka 2. Ceritakan.',
  )
  t.equal(reply([menu([said('Press 1. Tekan pagar.', 'eng')])]), 'Reply 1. Tekan pagar.')
  t.match(reply([menu([said('Pengaduan, tekan 1. For English, press 9.')], topics)]), /^For English, reply 9\.\n1\./)
})

t.test('what is said at the end of a dialogue is written as it is, and silence is nothing', async (t) => {
  t.equal(reply([{ verb: 'say', spoken: [said('Terima kasih.')] }, { verb: 'hangup' }]), 'Terima kasih.')
  t.equal(reply([{ verb: 'hangup' }]), '')
  t.equal(reply([menu([])]), '')
})

t.test(
  'a long answer loses the end of what comes before the question, never the question or its choices',
  async (t) => {
    const long = Array.from({ length: 30 }, (_, index) => `Kalimat nomor ${index} tentang wisata pantai.`).join(' ')
    const text = reply([menu([said(long), said('Apa lagi?')], topics)], { footer: 'Bahaya? Telepon 112.' })
    t.equal(segmentsOf(text), 3)
    t.match(text, /^Kalimat nomor 0 .* \.\.\. Apa lagi\?\n1\. Jalan dan jembatan\n.*Bahaya\? Telepon 112\.$/s)
    const endless = reply([menu([said('a'.repeat(3000))], topics)])
    t.equal(segmentsOf(endless), 3)
  },
)

t.test('curly signs do not turn a text into the dear alphabet', async (t) => {
  t.equal(plainSigns('“Jalan” – rusak…'), '"Jalan" - rusak...')
  t.equal(segmentsOf('a'.repeat(160)), 1)
  t.equal(segmentsOf('a'.repeat(161)), 2)
  t.equal(segmentsOf('語'.repeat(71)), 2)
  t.equal(segmentsOf(''), 0)
})

t.test('parts are counted as the library of the carrier counts them', async (t) => {
  const letters = fc.constantFrom(...'aZ9 @£é€[]^~{}|\\\n', '語', 'Ω', '’', 'ş', '🛑')
  const texts = fc.array(letters, { maxLength: 500 }).map((all) => all.join(''))
  const dialects = fc.oneof(texts, fc.string({ maxLength: 500 }))
  const same = fc.property(
    dialects,
    (text) => text === '' || segmentsOf(text) === new SegmentedMessage(text).segmentsCount,
  )
  t.doesNotThrow(() => fc.assert(same, { numRuns: 30 }))
})

t.test('whatever is said, the text is well-formed and has at most so many parts', async (t) => {
  const anything = fc.string({ unit: 'binary', maxLength: 600 })
  const verbs = fc.record({ before: anything, asked: anything, labels: fc.array(anything, { maxLength: 5 }) })
  fc.assert(
    fc.property(verbs, fc.integer({ min: 1, max: 4 }), ({ before, asked, labels }, mostSegments) => {
      const choices = labels.map((label, index) => choice(String(index + 1), label))
      const text = reply([menu([said(before), said(asked)], choices)], { mostSegments })
      return text.isWellFormed() && segmentsOf(text) <= mostSegments
    }),
    { numRuns: 60 },
  )
  t.ok(segmentsOf(cutTo('🛑'.repeat(900), 2)) <= 2)
})
