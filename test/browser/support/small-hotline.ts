/** The smallest application that a carrier can ask: a menu, an operator who is bridged after pressing 1, an answer to texts. */
import formbody from '@fastify/formbody'
import Fastify from 'fastify'

export type SmallHotline = { readonly url: string; close(): Promise<void> }

const say = (words: string) => `<Say language="id-ID">${words}</Say>`
const menu = `<Gather numDigits="1" timeout="20" action="/key">${say('Selamat datang. Untuk petugas, tekan 3.')}</Gather>`
const documents: Readonly<Record<string, (form: Readonly<Record<string, string>>) => string>> = {
  '/twilio/voice': () => menu,
  '/key': ({ Digits }) =>
    Digits === '3'
      ? `${say('Kami sambungkan.')}<Dial callerId="+62751000100" timeout="30"><Number url="/whisper">+6281100000001</Number></Dial>`
      : menu,
  '/whisper': () =>
    `<Gather numDigits="1" timeout="20" action="/accept">${say('Ada penelepon. Tekan 1 untuk menerima.')}</Gather><Hangup/>`,
  '/accept': () => '',
  '/twilio/voice/status': () => '',
  '/twilio/sms': ({ Body }) => `<Message>Diterima: ${Body}</Message>`,
}

/** Starts it on a free port. */
export async function startSmallHotline(): Promise<SmallHotline> {
  const app = Fastify()
  await app.register(formbody)
  for (const [path, document] of Object.entries(documents))
    app.post(path, async (request, reply) =>
      reply.type('text/xml').send(`<Response>${document(request.body as Record<string, string>)}</Response>`),
    )
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return { url, close: () => app.close() }
}
