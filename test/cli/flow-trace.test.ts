import t from 'tap'
import { parse } from 'yaml'
import { beginCall, note } from '../../src/conversations/service.ts'
import { cliDesk } from './cli-desk.ts'

t.test('a real call is printed as an example call of its flow', async (t) => {
  const { database, clock, run } = await cliDesk(t)
  const at = (seconds: number) => ({ now: clock.now + seconds * 1000, actor: 'system' })
  const happened = [
    { kind: 'node.entered', facts: { node: 'sapaan', kind: 'menu' } },
    { kind: 'input.missed', facts: { node: 'sapaan', why: 'no_input', count: 1 } },
    { kind: 'choice.made', facts: { node: 'sapaan', option: 'antre_umum', digits: '3' } },
    { kind: 'node.entered', facts: { node: 'antre_umum', kind: 'queue' } },
    { kind: 'dialogue.ended', facts: { node: 'antre_umum', how: 'hangup' } },
  ]
  await database.transact(async (tx) => {
    const call = { line: '+62751000100', status: 'in-progress', citizenId: null, callerKind: 'withheld' } as const
    await beginCall(tx, { ...call, callSid: 'CA01' }, at(0))
    for (const [second, entry] of happened.entries()) note(tx, { callSid: 'CA01', ...entry }, at(second + 1))
  })
  const { text, isDone } = await run(['call', 'CA01', '--as-case'])
  t.equal(isDone, true)
  t.match(parse(text), {
    cases: [
      {
        name: 'CA01',
        now: '2026-01-05T01:00:00Z',
        withheld: true,
        steps: ['silence', { press: '3' }, { at: 'antre_umum' }, 'hangup'],
        ends: 'hangup',
      },
    ],
  })
  t.match(await run(['call', 'CA99', '--as-case']), { isDone: false, text: /CA99/ })
})
