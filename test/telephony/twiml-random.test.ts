import { parseXml, XmlElement } from '@rgrove/parse-xml'
import fc from 'fast-check'
import t from 'tap'
import type { Spoken, Target, Verb } from '../../src/flow/verbs.ts'
import { renderVoice, type VoiceOptions, type VoiceUrls } from '../../src/telephony/twiml.ts'
import { webhookUrls } from '../../src/telephony/urls.ts'
import { cases } from '../support/depth.ts'
import { checkTwiml } from '../support/twiml-check.ts'

const our = webhookUrls('https://sahut.example/kab')
const place = { turn: 4, epoch: 2 }
const urls: VoiceUrls = {
  next: our.turn(place),
  silence: our.silence(place),
  conference: our.conference(),
  recording: our.recording(place),
  wait: our.wait,
}
const options: VoiceOptions = { audioBase: 'https://sahut.example/audio', callerId: '+62751000100' }

const said = (text: string, language = 'ind'): Spoken => ({ prompt: 'p', text, language })
const say = (text: string, language?: string): Verb => ({ verb: 'say', spoken: [said(text, language)] })
const render = (...verbs: Verb[]) => renderVoice(verbs, urls, options)

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(...'<>&"\'\u0000\u0001\u001f\ud800\udc00\ufffe\uffff\r\n\t]]>🌊a '),
    maxLength: 40,
  }),
)
const spoken = fc.array(
  fc.record(
    {
      prompt: anyText,
      text: anyText,
      language: fc.oneof(fc.constantFrom('ind', 'eng', 'jav'), anyText),
      audio: anyText,
    },
    { requiredKeys: ['prompt', 'text', 'language'] },
  ),
  { maxLength: 3 },
)
const seconds = fc.oneof(fc.integer({ min: -5, max: 100_000 }), fc.double())
const target: fc.Arbitrary<Target> = fc.constantFrom(
  { kind: 'number', number: '+6281200000001' },
  { kind: 'number', number: '119', byocTrunk: 'BY"<1>' },
  { kind: 'sip', uri: "sip:119&'x@psc.example;transport=tcp?X-A=1&X-B=2" },
  { kind: 'client', identity: 'petugas-budi' },
)
const id = fc.uuid()
const spokenVerb: fc.Arbitrary<Verb> = fc.oneof(
  fc.record({ verb: fc.constant('say' as const), spoken }),
  fc.record({ verb: fc.constant('text' as const), body: anyText }),
)
const lastVerb: fc.Arbitrary<Verb> = fc.oneof(
  spokenVerb,
  fc.record({
    verb: fc.constant('gather' as const),
    spoken,
    maxDigits: fc.integer({ min: -1, max: 200 }),
    finishOnKey: fc.constantFrom('#' as const, '' as const),
    timeoutSeconds: seconds,
    speech: fc.record({
      language: fc.constantFrom('ind', 'eng', 'jav', 'sun', 'min', 'mad', 'constructor'),
      hints: fc.array(fc.string({ unit: 'binary', maxLength: 120 }), { maxLength: 20 }),
    }),
  }),
  fc.record({ verb: fc.constant('record' as const), spoken, maxSeconds: seconds, silenceSeconds: seconds }),
  fc.record({ verb: fc.constant('hold' as const), spoken, seconds }),
  fc.record({
    verb: fc.constant('join' as const),
    conference: id,
    label: id,
    endsOnExit: fc.boolean(),
    leavesOnStar: fc.boolean(),
  }),
  fc.record({
    verb: fc.constant('dial' as const),
    spoken,
    targets: fc.array(target, { minLength: 1, maxLength: 4 }),
    ringSeconds: seconds,
  }),
  fc.constant({ verb: 'hangup' as const }),
)

t.test('whatever is said, the document is valid and never simply ends', async (t) => {
  fc.assert(
    fc.property(fc.array(spokenVerb, { maxLength: 3 }), lastVerb, (before, last) => {
      const xml = render(...before, last)
      const problems = checkTwiml(xml)
      if (problems.length > 0) throw new Error(problems.join('\n'))
      return /<\/Redirect><\/Response>$|<\/Dial><\/Response>$|<Hangup\/><\/Response>$/.test(xml)
    }),
    { numRuns: cases(200) },
  )
  t.pass()
})

t.test('what is heard is what was meant', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const heard = textOf(render(say(text), { verb: 'hangup' }))
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold is heard as a space
      const meant = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ')
      return text.trim() === '' ? heard === '' : heard === meant
    }),
    { numRuns: cases(300) },
  )
  t.pass()
})

function textOf(xml: string): string {
  const { root } = parseXml(xml)
  return (root?.children ?? [])
    .filter((child) => child instanceof XmlElement && child.name === 'Say')
    .map((child) => (child as XmlElement).text)
    .join('')
}
