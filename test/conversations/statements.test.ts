import t from 'tap'
import { statements as calls } from '../../src/conversations/call-store.ts'
import { statements as commands } from '../../src/conversations/command-store.ts'
import { statements as conversations } from '../../src/conversations/conversation-store.ts'
import { statements as legs } from '../../src/conversations/leg-store.ts'
import { statements as recordings } from '../../src/conversations/recording-store.ts'
import type { Statement } from '../../src/platform/postgres.ts'
import { statements as texts } from '../../src/sms/store.ts'
import { testDatabase } from '../support/database.ts'

t.test('Postgres accepts every statement of conversations and texts', async (t) => {
  const database = await testDatabase(t)
  const all: readonly Statement<unknown>[] = [calls, commands, conversations, legs, recordings, texts].flatMap((each) =>
    Object.values(each),
  )
  t.equal(new Set(all.map(({ name }) => name)).size, all.length, 'no two share a name')
  for (const [index, { name, text }] of all.entries()) {
    await t.resolves(database.pool.query(`prepare s${index} as ${text}`), name)
  }
})
