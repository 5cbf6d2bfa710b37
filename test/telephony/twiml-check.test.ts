import t from 'tap'
import twilio from 'twilio'
import { checkTwiml } from '../support/twiml-check.ts'

const wrap = (body: string) => `<?xml version="1.0" encoding="UTF-8"?><Response>${body}</Response>`

t.test('the checker accepts what the package itself builds', async (t) => {
  const voice = new twilio.twiml.VoiceResponse()
  voice
    .gather({ action: 'https://sahut.example/a?b=1&c=2', numDigits: 1, input: ['dtmf'] })
    .say({ language: 'id-ID' }, 'Tekan')
  voice.dial({ action: 'https://sahut.example/' }).conference({ statusCallbackEvent: ['start', 'end'] }, 'c')
  t.same(checkTwiml(voice.toString()), [])
  const message = new twilio.twiml.MessagingResponse()
  message.message('Terima kasih')
  t.same(checkTwiml(message.toString()), [])
})

t.test('the checker finds every kind of mistake', async (t) => {
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['not closed', '<Response><Say>a</Response>', /document:/],
    ['a bare ampersand', wrap('<Say>a & b</Say>'), /document:/],
    ['a control character', wrap('<Say>a\u0001</Say>'), /document:/],
    ['words instead of a document', 'Internal Server Error', /document:/],
    ['another root', '<response/>', /begins with response/],
    ['an unknown element', wrap('<Shout>a</Shout>'), /Shout\[1\]: unknown element/],
    ['a wrong case', wrap('<say>a</say>'), /unknown element/],
    ['a prototype for an element', wrap('<constructor/>'), /unknown element/],
    ['an unknown attribute', wrap('<Say lang="id-ID">a</Say>'), /unknown attribute lang/],
    ['an unknown language', wrap('<Say language="jv-ID">a</Say>'), /language cannot be/],
    ['a number out of range', wrap('<Gather action="https://a.example/" numDigits="0"/>'), /numDigits cannot be/],
    ['a word for a number', wrap('<Pause length="NaN"/>'), /length cannot be/],
    [
      'an unknown event',
      wrap('<Dial><Conference statusCallbackEvent="start stop">c</Conference></Dial>'),
      /Event cannot be/,
    ],
    ['a child in the wrong place', wrap('<Gather action="https://a.example/"><Dial/></Gather>'), /may not stand here/],
    ['a relative address', wrap('<Redirect>/twilio/voice</Redirect>'), /not an absolute address/],
    ['a relative action', wrap('<Gather action="/next"/>'), /action cannot be/],
    ['an underscore in a host', wrap('<Redirect>https://a_b.example/</Redirect>'), /not an absolute address/],
    ['a short code without a trunk', wrap('<Dial><Number>119</Number></Dial>'), /cannot be dialled/],
    ['an empty Say', wrap('<Say> </Say>'), /says nothing/],
    ['a Say too long', wrap(`<Say>${'a'.repeat(4097)}</Say>`), /longer than allowed/],
    ['a Gather without action', wrap('<Gather/>'), /loops/],
    ['something after the end', wrap('<Hangup/><Say>a</Say>'), /nothing is reached after Hangup/],
    ['words between the verbs', wrap('halo'), /text may not stand here/],
    ['nobody to dial', wrap('<Dial/>'), /dials nobody/],
    ['too long a document', wrap('<Pause/>'.repeat(9000)), /longer than 64 kB/],
  ]
  for (const [name, xml, problem] of wrong) t.match(checkTwiml(xml).join('\n'), problem, name)
})
