/** Test calls to duty phones, with what the carrier told of each. */
import { validate as isUuid } from 'uuid'
import type { CallEvent } from '../conversations/call.ts'
import { findLeg, timeline } from '../conversations/service.ts'
import { contactOf, type DutyTest } from '../emergency/duty-test.ts'
import { dutyTests } from '../emergency/duty-test-service.ts'
import { staffNames } from '../identity/service.ts'
import type { Reader } from '../platform/postgres.ts'
import type * as schema from './admin-schema.ts'
import { iso, isoOrNull } from './shapes.ts'

const shownTests = 20

export async function dutyTestsView(reader: Reader): Promise<readonly schema.DutyTest[]> {
  const tests = await dutyTests(reader, shownTests)
  const ids = tests.map(({ askedBy }) => askedBy.replace(/^staff:/, ''))
  const names = await staffNames(reader, [...new Set(ids.filter((id) => isUuid(id)))])
  return Promise.all(tests.map((test) => shown(reader, test, names)))
}

async function shown(reader: Reader, test: DutyTest, names: ReadonlyMap<string, string>): Promise<schema.DutyTest> {
  const [events, leg] = await Promise.all([
    timeline(reader, contactOf(test.id)),
    test.legId === null ? null : findLeg(reader, test.legId),
  ])
  const rang = events.find(({ kind, facts }) => kind === 'leg.status' && facts.status === 'ringing')
  return {
    id: test.id,
    target: test.target,
    by: names.get(test.askedBy.replace(/^staff:/, '')) ?? test.askedBy,
    askedAt: iso(test.askedAt),
    state: test.state,
    rangAt: isoOrNull(rang?.at ?? null),
    answeredAt: isoOrNull(leg?.answeredAt ?? null),
    settledAt: isoOrNull(test.settledAt),
    why: test.state === 'failed' ? whyOf(events) : null,
  }
}

/** Our own word (`not_allowed`), or the carrier's number. */
function whyOf(events: readonly CallEvent[]): string | null {
  const facts = events.findLast(({ kind }) => kind === 'command.failed')?.facts
  const { why, code, status } = facts ?? {}
  if (typeof why === 'string') return why
  return code == null && status == null ? null : `carrier ${[status, code].filter((one) => one != null).join(' ')}`
}
