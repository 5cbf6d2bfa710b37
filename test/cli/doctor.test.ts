import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { examineCarrier } from '../../src/cli/doctor/carrier.ts'
import { examineDisk, examinePostgres, examineRedis } from '../../src/cli/doctor/engines.ts'
import { type Finding, lineOf, problem } from '../../src/cli/doctor/finding.ts'
import { examinePhones } from '../../src/cli/doctor/phones.ts'
import { examineSecrets } from '../../src/cli/doctor/secrets.ts'
import { examineCertificate, examineWebhook } from '../../src/cli/doctor/webhook.ts'
import texts from '../../src/cli/lang/doctor.json' with { type: 'json' }
import { loadSite } from '../../src/site.ts'
import { testDatabase } from '../support/database.ts'
import { line, startHotline } from '../support/hotline.ts'
import { noRedis, startRedis } from '../support/redis.ts'

const told = (findings: readonly Finding[]) => findings.map(({ state, code }) => `${state} ${code}`)
const now = () => Date.now()

async function serves(t: Test, body: string, status = 200): Promise<string> {
  const server = createServer((_request, response) =>
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('a hotline that runs, seen from outside', async (t) => {
  const hotline = await startHotline(t)
  const { simulator } = hotline.carrier
  const authToken = '9'.repeat(32)
  const door = { publicUrl: hotline.url, authToken, now: now() }
  t.same(told(await examineWebhook(door)), ['ok webhook', 'ok guard'])
  t.same(told(await examineWebhook({ ...door, authToken: 'another' })), ['problem webhookRefusesSigned', 'ok guard'])

  const carrier = {
    accountSid: simulator.account.sid,
    authTokens: [authToken] as const,
    apiKey: null,
    apiUrl: simulator.url,
  }
  const question = { carrier, publicUrl: hotline.url, numbers: [line], clock: now }
  const at = async (part: Partial<typeof question> = {}) => told(await examineCarrier({ ...question, ...part }))
  t.same(await at(), ['ok carrier', 'ok clock', 'ok number', 'problem fallbackNone'])
  const [known] = simulator.account.lines
  if (known === undefined) throw new Error('the simulator has a line')
  known.voiceFallbackUrl = `${hotline.url}/fallback.xml`
  t.match(await at(), ['ok carrier', 'ok clock', 'ok number', 'problem fallbackSameHost'])
  known.voiceFallbackUrl = `${await serves(t, 'Not here', 404)}/fallback.xml`
  t.match(await at(), ['ok carrier', 'ok clock', 'ok number', 'problem fallbackBroken'])
  known.voiceFallbackUrl = `${await serves(t, '<Response><Hangup/></Response>')}/fallback.xml`
  t.same(await at(), ['ok carrier', 'ok clock', 'ok number', 'ok fallback'])
  t.match(await at({ publicUrl: 'https://other.example' }), [
    'ok carrier',
    'ok clock',
    'problem numberElsewhere',
    'problem numberNoStatus',
    'ok fallback',
  ])
  t.match(await at({ numbers: ['+62751000199'] }), ['ok carrier', 'ok clock', 'warning numberUnknown'])
  t.match(await at({ clock: () => Date.now() - 60_000 }), ['ok carrier', 'problem clockWrong'])
  t.same(await at({ carrier: { ...carrier, authTokens: ['wrong'] } }), ['problem carrierRefuses'])
  simulator.faults({ restOutage: 'refuses' })
  t.same(await at(), ['problem carrierAnswers'])
  simulator.faults({ restOutage: 'off' })
  t.same(await at({ carrier: { ...carrier, apiUrl: 'http://127.0.0.1:1' } }), ['problem carrierUnreachable'])
})

t.test('what stands in the way of the webhook', async (t) => {
  const door = { authToken: 'x', now: now() }
  const open = await serves(t, '<Response/>')
  t.same(told(await examineWebhook({ ...door, publicUrl: open })), ['ok webhook', 'problem guardOpen'])
  const broken = await serves(t, 'Bad gateway', 502)
  t.same(told(await examineWebhook({ ...door, publicUrl: broken })), ['problem webhookNotOurs', 'problem guardOpen'])
  const moved = await serves(t, '', 301)
  t.match(told(await examineWebhook({ ...door, publicUrl: moved })), ['problem webhookRedirects'])
  t.same(told(await examineWebhook({ ...door, publicUrl: 'http://127.0.0.1:1' })), ['problem webhookUnreachable'])
})

t.test('a certificate that nobody trusts, that has ended, or that is not there', async (t) => {
  const at = (publicUrl: string, moment = now()) =>
    examineCertificate({ publicUrl, authToken: '', now: moment }).then(told)
  t.same(await at('http://sahut.example.go.id'), ['problem certificateNone'])
  t.same(await at('http://localhost:3000'), [])
  t.same(await at('https://127.0.0.1:1'), ['problem certificateUnread'])
  const folder = await mkdtemp(join(tmpdir(), 'sahut-tls-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const asked = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    cert,
    '-days',
    '30',
    '-subj',
    '/CN=localhost',
  ]
  try {
    execFileSync('openssl', asked, { stdio: 'ignore' })
  } catch {
    return t.pass('no openssl on this machine')
  }
  const server = createTlsServer({ key: await readFile(key), cert: await readFile(cert) })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const url = `https://localhost:${(server.address() as AddressInfo).port}`
  t.same(await at(url), ['problem certificateRefused'])
  t.same(await at(url, now() + 31 * 86_400_000), ['problem certificateExpired'])
})

t.test('Postgres that would forget, or cannot be reached', async (t) => {
  const { url } = await testDatabase(t)
  t.match(told(await examinePostgres(url, 20, now)), [
    'problem postgresFsync',
    'problem postgresPages',
    'problem postgresCommit',
  ])
  t.match(told(await examinePostgres(url, 500, () => Date.now() + 60_000)).slice(3), [
    'warning postgresConnections',
    'problem postgresClock',
  ])
  t.same(told(await examinePostgres('postgres://x@127.0.0.1:1/x', 20, now)), ['problem postgresUnreachable'])
})

t.test('Redis that would forget, or cannot be reached', async (t) => {
  t.same(told(await examineRedis('redis://127.0.0.1:1')), ['problem redisUnreachable'])
  const bad = await startRedis({ appendonly: 'no', 'maxmemory-policy': 'allkeys-lru' })
  if (bad === undefined) return t.pass(noRedis)
  t.same(told(await examineRedis(bad.url)), ['problem redisAppendOnly', 'problem redisPolicy'])
  await bad.stop()
  const good = await startRedis()
  t.same(told(await examineRedis(good?.url ?? '')), ['ok redis'])
  await good?.stop()
})

t.test('numbers that nobody could ring', async (t) => {
  const loaded = await loadSite('ivr-flows')
  if (loaded.outcome === 'problems') throw new Error('the shipped site is sound')
  const { site } = loaded
  const found = async () => {}
  t.match(told(await examinePhones(site, found))[0], 'ok phones')
  const duty = (number: string) => ({
    ...site,
    dutyLine: { ...site.dutyLine, target: { kind: 'number', number } as const },
  })
  t.match(told(await examinePhones(duty('+6275'), found)), ['problem phoneRefused'])
  t.match(told(await examinePhones(duty('+14155550123'), found)), ['problem phoneRefused'], 'outside of the prefixes')
  t.match(told(await examinePhones(duty('+6200000001'), found)), ['problem phoneInvalid'])
  const none = () => Promise.reject(new Error('ENOTFOUND'))
  t.ok(told(await examinePhones(site, none)).includes('warning phoneNoHost'))
})

t.test('secrets that are none, and never shown', async (t) => {
  const good = {
    secretKey: 'Rm9yIHRlc3RzIG9ubHksIG5vdCBhIHNlY3JldCBhdCBhbGw',
    authToken: '5f1e0c9b7a3d48266e2f9d0b1c4a8e73',
    demo: false,
    hasApiKey: true,
  }
  t.same(told(examineSecrets(good)), ['ok secrets'])
  t.same(told(examineSecrets({ ...good, hasApiKey: false })), ['ok secrets', 'warning noApiKey'])
  t.same(told(examineSecrets({ ...good, demo: true })), ['problem demo'])
  for (const secretKey of ['a'.repeat(40), 'change-me-change-me-change-me-1234567890'])
    t.same(told(examineSecrets({ ...good, secretKey })), ['problem secretWeak'], secretKey)
  t.same(told(examineSecrets({ ...good, secretKey: good.authToken })), ['problem secretTwice'])
  const lines = examineSecrets({ ...good, secretKey: 'b'.repeat(40), authToken: '0'.repeat(32) })
  for (const one of lines) t.notMatch(lineOf(one, 'eng'), /bbb|000/)
})

t.test('the disk, and a journal that waits', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sahut-doctor-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  t.match(told(await examineDisk(join(folder, 'nowhere'))), ['warning diskUnread'])
  await mkdir(join(folder, 'journal'))
  await writeFile(join(folder, 'journal', 'a.jsonl'), '{}\n')
  await writeFile(join(folder, 'journal', 'refused.lines'), '{}\n')
  t.same(told(await examineDisk(folder)).slice(1), ['problem journalRefused', 'warning journalWaits'])
})

t.test('each finding is one line in both languages, and says what to do', async (t) => {
  t.same(Object.keys(texts.ind.findings), Object.keys(texts.eng.findings))
  t.match(lineOf(problem('clockWrong', { seconds: 61 }), 'eng'), /^PROBLEM {3}.*61 seconds.*Switch NTP on/)
  for (const { findings } of [texts.ind, texts.eng])
    for (const sentence of Object.values(findings)) t.notMatch(sentence, '\n')
})
