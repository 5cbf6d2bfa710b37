/** What most lines of this kind are: Express, with the builder and the signature middleware of the `twilio` package. Stores nothing. */

import express from 'express'
import twilio from 'twilio'
import { token } from './webhooks.ts'

const [port = '0', publicUrl = ''] = process.argv.slice(2)
const { host, protocol } = new URL(publicUrl)

const app = express()
app.use(express.urlencoded({ extended: false }))
app.use(twilio.webhook(token, { validate: true, host, protocol: protocol.replace(':', '') }))
app.post('/twilio/voice/turn', (_request, response) => {
  const voice = new twilio.twiml.VoiceResponse()
  const gather = voice.gather({ action: `${publicUrl}/twilio/voice/turn`, method: 'POST', numDigits: 1 })
  gather.say(
    { language: 'id-ID' },
    'Kantor pelayanan sekarang tutup. Senin sampai Kamis pukul setengah delapan sampai pukul empat sore.',
  )
  response.type('text/xml').send(voice.toString())
})
app.listen(Number(port), '127.0.0.1', () => process.send?.('listening'))
