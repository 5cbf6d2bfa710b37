import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { type Read, readConfig, readToolConfig } from '../../src/config.ts'

const folder = await mkdtemp(join(tmpdir(), 'sahut-config-'))
t.teardown(() => rm(folder, { recursive: true }))
const production = {
  DATA_DIR: folder,
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'a'.repeat(32),
  PUBLIC_URL: 'https://sahut.example.go.id',
  CALLER_ID: '+62751000100',
  SECRET_KEY: 's'.repeat(40),
}
const problemsOf = (read: Read<unknown>) => (read.outcome === 'problems' ? read.problems : [])

t.test('a whole environment is one frozen config', async (t) => {
  const read = await readConfig({
    ...production,
    TWILIO_AUTH_TOKEN_PREVIOUS: 'b'.repeat(32),
    PORT: '8080',
    REDIS_URL: '',
  })
  if (read.outcome !== 'config') return t.fail(read.problems.join('\n'))
  const { config } = read
  t.match(config, {
    demo: false,
    role: 'all',
    port: 8080,
    databaseUrl: null,
    redisUrl: null,
    dataFolder: folder,
    carrier: { authTokens: ['a'.repeat(32), 'b'.repeat(32)], apiUrl: 'https://api.twilio.com', apiKey: null },
  })
  t.ok(Object.isFrozen(config))
})

t.test('without a carrier it says so and names the demonstration', async (t) => {
  const problems = problemsOf(await readConfig({ DATA_DIR: folder }))
  t.match(problems[0], /no account of a carrier.*npm run demo/)
  for (const name of ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'PUBLIC_URL', 'CALLER_ID', 'SECRET_KEY']) {
    t.equal(problems.filter((problem) => problem.startsWith(`${name} is missing`)).length, 1, name)
  }
})

t.test('what looks like an address and is none is told like any other wrong variable', async (t) => {
  for (const url of ['https://%%%', 'http://:99', 'https://sahut.example:99999'])
    t.same(
      problemsOf(await readConfig({ ...production, PUBLIC_URL: url, TWILIO_API_URL: url })).map(
        (each) => each.split(' ')[0],
      ),
      ['TWILIO_API_URL', 'PUBLIC_URL'],
      url,
    )
})

t.test('of an address that the carrier would refuse it is told what is wrong with it', async (t) => {
  for (const [url, sentence] of [
    ['sahut.example.go.id', /PUBLIC_URL must be the address .* such as https:/],
    ['https://sahut_1.example.go.id', /PUBLIC_URL .*no underscore/],
    ['https://sahut.example.go.id/?x=1', /PUBLIC_URL .*no query/],
    ['https://sahut.example.go.id/#rc=2', /PUBLIC_URL .*no fragment/],
    ['https://user:word@sahut.example.go.id', /PUBLIC_URL .*no user/],
  ] as const) {
    const problems = problemsOf(await readConfig({ ...production, PUBLIC_URL: url }))
    t.equal(problems.length, 1, url)
    t.match(problems[0], sentence)
  }
})

t.test('every wrong variable is told at once, by its name and without its value', async (t) => {
  const wrong = {
    PORT: '99999',
    ROLE: 'boss',
    SECRET_KEY: 'geheim',
    REDIS_URL: 'localhost',
    TWILIO_API_KEY: `SK${'a'.repeat(32)}`,
  }
  const problems = problemsOf(await readConfig({ ...production, ...wrong }))
  t.same(problems.map((problem) => problem.split(' ')[0]).toSorted(), [
    'PORT',
    'REDIS_URL',
    'ROLE',
    'SECRET_KEY',
    'TWILIO_API_KEY',
  ])
  t.notMatch(problems.join('\n'), /geheim/)
})

t.test('the demonstration makes a secret and an account, and keeps them', async (t) => {
  const first = await readConfig({ DEMO: '1', DATA_DIR: folder })
  const second = await readConfig({ DEMO: '1', DATA_DIR: folder })
  t.same(first, second)
  if (first.outcome !== 'config') return t.fail(first.problems.join('\n'))
  t.match(first.config, { demo: true, host: '127.0.0.1', publicUrl: 'http://localhost:3000' })
  t.match(first.config.carrier, { apiUrl: 'http://127.0.0.1:3001', accountSid: /^AC[0-9a-f]{32}$/ })
  const tool = await readToolConfig({ DATA_DIR: folder })
  t.equal(tool.outcome === 'config' && tool.config.secretKey, first.config.secretKey, 'commands for people find it')
})

t.test('the demonstration is refused where others could reach it', async (t) => {
  const read = (url: string) => readConfig({ DEMO: '1', DATA_DIR: folder, PUBLIC_URL: url })
  for (const url of ['https://sahut.example.go.id', 'http://10.0.0.5:3000', 'http://localhost.example.com']) {
    t.match(problemsOf(await read(url)), [/^DEMO=1 .*PUBLIC_URL/], url)
  }
  for (const url of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000']) {
    t.equal((await read(url)).outcome, 'config', url)
  }
})
