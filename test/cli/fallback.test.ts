import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { startCarrier } from '../support/phone.ts'
import { checkTwiml } from '../support/twiml-check.ts'
import { flowCli } from './flow-cli.ts'

for (const site of ['ivr-flows', 'ivr-flows/kota'])
  t.test(`${site}: the documents are what the carrier reads, and ask nothing of ours`, async (t) => {
    const out = await mkdtemp(join(tmpdir(), 'sahut-fallback-'))
    t.teardown(() => rm(out, { recursive: true, force: true }))
    const { code, stderr } = await flowCli(
      t,
      'fallback',
      '--url',
      'https://cadangan.example/a/',
      '--out',
      out,
      '--folder',
      site,
    )
    t.equal(code, 0, stderr)
    t.match(stderr, 'https://cadangan.example/a/fallback.xml')
    for (const name of await readdir(out)) {
      const text = await readFile(join(out, name), 'utf8')
      t.same(checkTwiml(text), [], name)
      for (const [address] of text.matchAll(/https?:[^"<\s]+/g))
        t.match(address, /^https:\/\/cadangan\.example\/a\/fallback[\w-]*\.xml$/)
    }
    const first = await readFile(join(out, 'fallback.xml'), 'utf8')
    t.match(first, /<Gather[^>]*>(<Say[^>]*>[^<]*<\/Say>)*<Say[^>]*>Dalam keadaan darurat, tekan 1/)
    t.match(first, 'In an emergency, press 1')
  })

t.test(
  'all of Sahut is away: a caller reaches the control room by key, and a duty phone has to press one',
  async (t) => {
    const out = await mkdtemp(join(tmpdir(), 'sahut-fallback-'))
    const server = createServer(async (request, response) => {
      const name = (request.url ?? '').split('?')[0]?.slice(1) ?? ''
      const text = request.method === 'GET' ? await readFile(join(out, name), 'utf8').catch(() => null) : null
      response.writeHead(text === null ? 405 : 200, { 'content-type': 'application/xml' }).end(text ?? '')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => {
      server.closeAllConnections()
      server.close()
      return rm(out, { recursive: true, force: true })
    })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await flowCli(t, 'fallback', '--url', url, '--out', out, '--folder', 'ivr-flows')
    const carrier = await startCarrier(t, {
      appUrl: url,
      lines: [{ number: '+62751000100', voiceUrl: `${url}/fallback.xml`, voiceMethod: 'GET' }],
    })
    const room = carrier.phone('sip:119@psc.padangpariaman.example')
    const warga = carrier.phone('+6281200000001')
    await warga.dials('+62751000100')
    await warga.hears(/Dalam keadaan darurat, tekan 1/)
    await warga.presses('1')
    await room.answers()
    await room.hears(/Anda disambungkan dengan warga/)
    await warga.talksWith(room)
    warga.hangsUp()

    const duty = carrier.phone('+62751000112')
    await warga.dials('+62751000100')
    await duty.answers()
    await duty.hears(/Tekan 1/)
    await duty.presses('1')
    await warga.talksWith(duty)
  },
)
