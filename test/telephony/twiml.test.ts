import { parseXml, XmlElement } from '@rgrove/parse-xml'
import t from 'tap'
import type { Spoken, Target, Verb } from '../../src/flow/verbs.ts'
import {
  emptyDocument,
  renderApology,
  renderHolding,
  renderMessage,
  renderVoice,
  renderWait,
  type VoiceOptions,
  type VoiceUrls,
} from '../../src/telephony/twiml.ts'
import { webhookUrls } from '../../src/telephony/urls.ts'
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
const tries = '#ct=2000&amp;rt=3000&amp;tt=14000&amp;rc=2&amp;rp=ct,rt,5xx'
const next = `https://sahut.example/kab/twilio/voice/turn?turn=4&amp;epoch=2${tries}`
const silence = `https://sahut.example/kab/twilio/voice/turn?turn=4&amp;epoch=2&amp;silence=1${tries}`

const said = (text: string, language = 'ind'): Spoken => ({ prompt: 'p', text, language })
const say = (text: string, language?: string): Verb => ({ verb: 'say', spoken: [said(text, language)] })
const render = (...verbs: Verb[]) => renderVoice(verbs, urls, options)
const dial = (...targets: Target[]): Verb => ({ verb: 'dial', spoken: [], targets, ringSeconds: 30 })

const head = '<?xml version="1.0" encoding="UTF-8"?><Response>'
const indonesian = '<Say language="id-ID" voice="Google.id-ID-Wavenet-A">'

const hearing = (language: string, hints: readonly string[]): Verb => ({
  verb: 'gather',
  spoken: [said('Tekan 1')],
  maxDigits: 1,
  finishOnKey: '',
  timeoutSeconds: 5,
  speech: { language, hints },
})

t.test('a carrier without speech recognition is asked for keys only', async (t) => {
  const document = renderVoice([hearing('ind', ['jalan'])], urls, { ...options, hearsSpeech: false })
  t.match(document, 'input="dtmf" numDigits')
  t.notMatch(document, 'hints')
})

t.test('a recording that is played while waiting counts with its own length', async (t) => {
  const recorded = { ...said('Mohon tunggu'), audio: 'ind/tunggu.wav', seconds: 4.2 }
  t.match(renderVoice([{ verb: 'hold', spoken: [recorded], seconds: 10 }], urls, options), '<Pause length="3"/>')
})

t.test('each verb becomes the elements that the carrier knows', async (t) => {
  const cases: readonly (readonly [string, Verb[], string])[] = [
    ['words', [say('Selamat datang'), { verb: 'hangup' }], `${indonesian}Selamat datang</Say><Hangup/>`],
    [
      'words at the end come back',
      [say('Sebentar')],
      `${indonesian}Sebentar</Say><Redirect method="POST">${next}</Redirect>`,
    ],
    [
      'a menu listens while it speaks, and silence comes back as silence',
      [{ verb: 'gather', spoken: [said('Tekan 1')], maxDigits: 1, finishOnKey: '', timeoutSeconds: 5 }],
      `<Gather action="${next}" method="POST" input="dtmf" numDigits="1" finishOnKey="" timeout="5">${indonesian}Tekan 1</Say></Gather>` +
        `<Redirect method="POST">${silence}</Redirect>`,
    ],
    [
      'a menu also hears words, keys beside them, in a language that the carrier hears',
      [hearing('jav', ['dalan rusak', 'banjir, bandang'])],
      `<Gather action="${next}" method="POST" input="dtmf speech" language="jv-ID" hints="dalan rusak,banjir bandang" speechTimeout="auto"` +
        ` maxSpeechTime="20" bargeIn="false" profanityFilter="false" numDigits="1" finishOnKey="" timeout="5">${indonesian}Tekan 1</Say></Gather>` +
        `<Redirect method="POST">${silence}</Redirect>`,
    ],
    [
      'in another language it hears keys',
      [hearing('mad', ['jalan'])],
      `<Gather action="${next}" method="POST" input="dtmf" numDigits="1" finishOnKey="" timeout="5">${indonesian}Tekan 1</Say></Gather>` +
        `<Redirect method="POST">${silence}</Redirect>`,
    ],
    [
      'a waiting caller hears a sentence and silence, with every key open',
      [{ verb: 'hold', spoken: [said('Mohon tunggu')], seconds: 8 }],
      `<Gather action="${next}" method="POST" input="dtmf" numDigits="1" finishOnKey="" timeout="1">${indonesian}Mohon tunggu</Say><Pause length="3"/></Gather>` +
        `<Redirect method="POST">${next}</Redirect>`,
    ],
    [
      'a waiting caller is asked something and may answer by a word, for a short while',
      [{ verb: 'hold', spoken: [said('Medis, tekan 1')], seconds: 10, speech: { language: 'ind', hints: ['Medis'] } }],
      `<Gather action="${next}" method="POST" input="dtmf speech" language="id-ID" hints="Medis" speechTimeout="auto"` +
        ' maxSpeechTime="8" bargeIn="false" profanityFilter="false" numDigits="1" finishOnKey="" timeout="4">' +
        `${indonesian}Medis, tekan 1</Say></Gather><Redirect method="POST">${next}</Redirect>`,
    ],
    [
      'a citizen joins a conversation and comes back from it',
      [{ verb: 'join', conference: 'c-1', label: 'citizen', endsOnExit: false, leavesOnStar: false }],
      `<Dial action="${next}" method="POST" hangupOnStar="false">` +
        `<Conference statusCallback="https://sahut.example/kab/twilio/voice/conference${tries}"` +
        ' statusCallbackMethod="POST" statusCallbackEvent="start end join leave" startConferenceOnEnter="true"' +
        ' endConferenceOnExit="false" beep="false" participantLabel="citizen"' +
        ` waitUrl="https://sahut.example/kab/twilio/voice/wait${tries}" waitMethod="POST">c-1</Conference></Dial>`,
    ],
    [
      'words are recorded',
      [{ verb: 'record', spoken: [said('Bicara')], maxSeconds: 120, silenceSeconds: 4 }],
      `${indonesian}Bicara</Say><Record action="${next}" method="POST" maxLength="120" timeout="4" finishOnKey="1234567890*#"` +
        ` playBeep="true" recordingStatusCallback="https://sahut.example/kab/twilio/voice/recording?turn=4&amp;epoch=2${tries}"` +
        ' recordingStatusCallbackMethod="POST" recordingStatusCallbackEvent="completed absent"/>' +
        `<Redirect method="POST">${silence}</Redirect>`,
    ],
    [
      'a call is bridged to whoever answers first',
      [
        dial(
          { kind: 'number', number: '+62751000112' },
          { kind: 'number', number: '119', byocTrunk: 'BY0123' },
          { kind: 'sip', uri: 'sip:119@psc.example' },
          { kind: 'client', identity: 'petugas-sari' },
        ),
      ],
      `<Dial action="${next}" method="POST" callerId="+62751000100" timeout="30" answerOnBridge="true">` +
        '<Number>+62751000112</Number><Number byoc="BY0123">119</Number><Sip>sip:119@psc.example</Sip>' +
        '<Client>petugas-sari</Client></Dial>',
    ],
    [
      'a text is nothing in a call, and an empty document comes back',
      [{ verb: 'text', body: 'hai' }],
      `<Pause length="1"/><Redirect method="POST">${next}</Redirect>`,
    ],
  ]
  for (const [name, verbs, body] of cases) {
    const xml = render(...verbs)
    t.equal(xml, `${head}${body}</Response>`, name)
    t.same(checkTwiml(xml), [], `${name}: valid`)
  }
})

t.test('recorded audio goes before speech, and every language is said by a voice that exists', async (t) => {
  const recorded = render(
    { verb: 'say', spoken: [{ ...said('Halo'), audio: 'ind/pembuka utama.mp3' }] },
    { verb: 'hangup' },
  )
  t.equal(recorded, `${head}<Play>https://sahut.example/audio/ind/pembuka%20utama.mp3</Play><Hangup/></Response>`)
  t.match(render(say('Welcome', 'eng')), /<Say language="en-US" voice="Google\.en-US/)
  t.match(render(say('Sugeng rawuh', 'jav')), /<Say language="id-ID" voice="Google\.id-ID-Wavenet-A">Sugeng/)
  t.match(render(say('Wilujeng', 'sun')), /<Say language="id-ID"/)
  t.match(render(say('Odd', 'constructor')), /<Say language="id-ID"/)
  const own = { ...options, voices: { ind: { language: 'id-ID', voice: 'Google.id-ID-Chirp3-HD-Kore' } } }
  t.match(renderVoice([say('Halo'), say('Halo', 'jav')], urls, own), /(Chirp3-HD-Kore.*){2}/)
})

t.test('nothing empty is said and nothing too long is sent at once', async (t) => {
  t.notMatch(render(say('  '), { verb: 'hangup' }), /<Say/)
  const long = `${'Kata kata. '.repeat(800)}Selesai`
  const xml = render(say(long), { verb: 'hangup' })
  t.same(checkTwiml(xml), [])
  t.equal(textOf(xml), long, 'a long text is said in pieces, complete')
  t.throws(() => render(say('panjang '.repeat(9000))), RangeError, 'a document over 64 kB is a mistake')
})

t.test('half a character is never sent', async (t) => {
  t.match(render(say('a\ud83cb'), { verb: 'hangup' }), />a\ufffdb</)
  t.match(render(say('a\ud83c\udf0ab'), { verb: 'hangup' }), />a🌊b</)
})

t.test('a wait is at most ten seconds whatever a flow says', async (t) => {
  for (const seconds of [0, 1, 5, 10, 600, Number.NaN]) {
    const xml = render({ verb: 'hold', spoken: [], seconds })
    const pause = Number(/<Pause length="(\d+)"/.exec(xml)?.[1] ?? 0)
    t.ok(pause + 1 <= 10, `${seconds} s waits ${pause + 1} s`)
    t.same(checkTwiml(xml), [])
  }
})

t.test('what cannot be dialled is never written', async (t) => {
  for (const number of ['110', '112', '113', '115', '118', '119', '129', '0751123', '', '+', '+0812', '119;1'])
    t.throws(() => render(dial({ kind: 'number', number })), RangeError, `"${number}" without a trunk`)
  t.throws(() => render(dial({ kind: 'number', number: '119', byocTrunk: '' })), RangeError, 'an empty trunk is none')
  t.throws(() => render(dial({ kind: 'sip', uri: 'https://evil.example' })), RangeError)
  t.throws(() => render(dial({ kind: 'client', identity: 'a b' })), RangeError)
  t.throws(() => render(dial()), RangeError, 'nobody')
})

t.test('a caller whom something of ours failed hears sorry and reaches the duty line', async (t) => {
  const dutyLine: Target[] = [{ kind: 'number', number: '+62751000112' }]
  const xml = renderApology(
    { spoken: [said('Mohon maaf')], dutyLine, ringSeconds: 45, afterwards: our.arrival },
    options,
  )
  t.equal(
    xml,
    `${head}${indonesian}Mohon maaf</Say><Dial callerId="+62751000100" timeout="45" answerOnBridge="true"><Number>+62751000112</Number></Dial>` +
      `<Redirect method="POST">https://sahut.example/kab/twilio/voice${tries}</Redirect></Response>`,
  )
  t.same(checkTwiml(xml), [])
  t.same(checkTwiml(renderApology({ spoken: [said('Maaf')], dutyLine, ringSeconds: 45 }, options)), [])
  const holding = renderHolding([said('Mohon tunggu sebentar')], urls.next, options)
  t.equal(
    holding,
    `${head}${indonesian}Mohon tunggu sebentar</Say><Redirect method="POST">${next}</Redirect></Response>`,
  )
  t.same(
    [
      ...checkTwiml(holding),
      ...checkTwiml(
        renderWait([{ prompt: 'p', text: 'Sebentar.', language: 'ind' }], { audioBase: 'https://sahut.example/audio' }),
      ),
      ...checkTwiml(emptyDocument),
    ],
    [],
  )
})

t.test('a text is answered, or not', async (t) => {
  t.equal(renderMessage(null), `${head}</Response>`)
  t.equal(renderMessage('Tiket <5> & "6"'), `${head}<Message>Tiket &lt;5&gt; &amp; &quot;6&quot;</Message></Response>`)
  t.same(checkTwiml(renderMessage('x'.repeat(5000))), [], 'cut to what the carrier takes')
  t.equal(renderMessage(' \u0001'), `${head}</Response>`, 'nothing is no answer')
})

function textOf(xml: string): string {
  const { root } = parseXml(xml)
  return (root?.children ?? [])
    .filter((child) => child instanceof XmlElement && child.name === 'Say')
    .map((child) => (child as XmlElement).text)
    .join('')
}
