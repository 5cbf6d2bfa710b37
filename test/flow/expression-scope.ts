/** A moment of a call, for expressions: what is remembered, what is known of it, and how the world stands. */

import { begin } from '../../src/flow/advance.ts'
import type { Scope } from '../../src/flow/expression/check.ts'
import type { Surroundings } from '../../src/flow/expression/facts.ts'
import { factsWith, parseSmall } from './small-flow.ts'

const parsed = parseSmall()
if (parsed.outcome !== 'flow') throw new Error('the small flow is broken')

export const scope: Scope = {
  variables: new Map([
    ['topik', 'text'],
    ['kosong', 'text'],
    ['tiket.stage', 'text'],
    ['umur', 'number'],
    ['jumlah', 'number'],
    ['setuju', 'yes_no'],
    ['belum', 'yes_no'],
  ]),
}

const variables = { topik: 'jalan', 'tiket.stage': 'closed', umur: '17', setuju: 'yes' }

export const around: Surroundings = {
  session: { ...begin(parsed.flow), variables },
  facts: {
    ...factsWith(),
    queue: { umum: { waiting: 4, expectedSeconds: 90, staffed: false } },
    incident: 'Banjir di Lubuk Alung',
  },
  zone: 'Asia/Jakarta',
}
