import t from 'tap'
import type { Input } from '../../src/flow/input.ts'
import { createReplies, type Question, type ReplyOptions } from '../../src/telephony/reply.ts'
import { webhookUrls } from '../../src/telephony/urls.ts'
import { checkTwiml } from '../support/twiml-check.ts'

const urls = webhookUrls('https://sahut.example')
const words = (text: string) => [{ prompt: 'x', text, language: 'ind' }]
const options: ReplyOptions = {
  sentences: { holding: words('Mohon tunggu.'), apology: words('Maaf.'), legApology: words('Maaf, selesai.') },
  dutyLine: [{ kind: 'number', number: '+62751000112' }],
  dutyRingSeconds: 30,
  voice: { audioBase: 'https://sahut.example/audio' },
  urls,
  key: 'a key of the house',
  deadlineMilliseconds: 5,
}
const { answer } = createReplies(options)
const question = (part: Partial<Question> = {}): Question => ({
  callSid: 'CA1',
  turn: 3,
  input: { kind: 'digits', digits: '1' },
  again: urls.turn({ turn: 3, epoch: 0 }),
  query: {},
  from: 'citizen',
  ...part,
})

function log() {
  const said: string[] = []
  return { said, error: (_: object, message: string) => said.push(`error: ${message}`), warn: () => said.push('warn') }
}

const never = () => new Promise<string>(() => {})

/** Where a document goes on, as the carrier would ask for it. */
function following(document: string) {
  const url = new URL(/<Redirect[^>]*>([^<]*)</.exec(document)?.[1]?.replaceAll('&amp;', '&') ?? '')
  return { path: url.pathname, query: Object.fromEntries(url.searchParams) }
}

t.test('an answer in time is given as it is', async (t) => {
  t.equal(await answer(question(), async (input) => JSON.stringify(input), log()), '{"kind":"digits","digits":"1"}')
})

t.test('a late answer is a sentence and the same turn again, with the key that was pressed', async (t) => {
  const lines = log()
  const held = await answer(question(), never, lines)
  t.match(held, 'Mohon tunggu.')
  t.same(checkTwiml(held), [])
  t.same(lines.said, ['warn'])
  const { path, query } = following(held)
  t.equal(path, '/twilio/voice/turn')
  t.match(query, { turn: '3', epoch: '0' })
  const heard: Input[] = []
  const take = async (input: Input) => {
    heard.push(input)
    return 'document'
  }
  await answer(question({ input: { kind: 'continue' }, query }), take, log())
  t.same(heard, [{ kind: 'digits', digits: '1' }])
})

t.test('also the longest words that a caller can say are held', async (t) => {
  for (const letter of ['a', '"', '\u0001', '語', '\u{1f6d1}']) {
    const input: Input = { kind: 'speech', text: letter.repeat(500 / letter.length), confidence: 0.123456789012345 }
    const { query } = following(await answer(question({ input }), never, log()))
    const heard = await answer(
      question({ input: { kind: 'continue' }, query }),
      async (taken) => JSON.stringify(taken),
      log(),
    )
    t.same(JSON.parse(heard), input)
  }
})

t.test('what is held counts only for the call and the turn that it was held for, and only unchanged', async (t) => {
  const { query } = following(await answer(question(), never, log()))
  const changed = { ...query, held: `${query.held?.slice(0, -1)}${query.held?.endsWith('A') ? 'B' : 'A'}` }
  for (const [what, asked] of [
    ['another call', question({ callSid: 'CA2', query })],
    ['another turn', question({ turn: 4, query })],
    ['a changed value', question({ query: changed })],
    ['nonsense', question({ query: { held: 'a.b' } })],
  ] as const) {
    const heard = await answer({ ...asked, input: { kind: 'continue' } }, async (input) => input.kind, log())
    t.equal(heard, 'continue', what)
  }
  const other = createReplies({ ...options, key: 'the key of another house' })
  t.equal(
    await other.answer(question({ input: { kind: 'continue' }, query }), async ({ kind }) => kind, log()),
    'continue',
  )
})

t.test('who has been held often enough is put through to a human', async (t) => {
  let asked = question()
  for (let round = 1; round <= 3; round++) {
    const document = await answer(asked, never, log())
    t.match(document, '<Redirect', `round ${round}`)
    asked = question({ input: { kind: 'continue' }, query: following(document).query })
  }
  const last = await answer(asked, never, log())
  t.match(last, '+62751000112')
})

t.test('whatever fails, a citizen hears an apology and gets the duty line', async (t) => {
  const lines = log()
  const fail = async () => {
    throw new Error('secret words')
  }
  const document = await answer(question(), fail, lines)
  t.match(document, 'Maaf.')
  t.match(document, '<Dial')
  t.match(document, '+62751000112')
  t.notMatch(document, 'secret words')
  t.same(checkTwiml(document), [])
  t.equal(lines.said.length, 1)
  t.match(lines.said[0], /^error/)
})

t.test("a leg's apology ends the leg", async (t) => {
  const fail = async () => {
    throw new Error('x')
  }
  const document = await answer(question({ from: 'leg' }), fail, log())
  t.match(document, '<Hangup/>')
  t.notMatch(document, '<Dial')
  t.same(checkTwiml(document), [])
})

t.test('work that fails after its answer was held harms nobody', async (t) => {
  let fail: (error: Error) => void = () => {}
  const work = () =>
    new Promise<string>((_, reject) => {
      fail = reject
    })
  const lines = log()
  await answer(question(), work, lines)
  fail(new Error('late'))
  await new Promise(setImmediate)
  t.same(lines.said.length, 2, 'and it is logged')
})
