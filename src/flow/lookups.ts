/** What a flow can look up: what it gives, and what it gets. One table for `lookup:` nodes and for whoever answers them. */

import type { LookupName } from './input.ts'

export type LookupKnown = {
  /** By name; the value says whether it must be given. */
  readonly input: Readonly<Record<string, 'needed' | 'optional'>>
  /** Names of the values of an answer, kept as `<save>.<name>`. */
  readonly values: readonly string[]
}

export const lookups: Readonly<Record<LookupName, LookupKnown>> = {
  /** How a ticket stands. `opened` and `due` in milliseconds since 1970, for `{tiket.opened:date}`. */
  ticket: { input: { code: 'needed' }, values: ['stage', 'agency', 'opened', 'due'] },
  /**
   * A place by what the caller said or wrote of it, within a district where one is given. `kind` is `district`, `village` or `landmark`,
   * `code` the Kemendagri one, `confidence` is `sure` or `unsure`.
   */
  place: {
    input: { text: 'needed', district: 'optional' },
    values: ['id', 'name', 'kind', 'code', 'district', 'district_name', 'confidence'],
  },
  /**
   * An answer with an owner and an end date: by its id, by the words of a question, or the `number`th (from 1) of a topic, of which there are
   * `count`. `valid_until` in milliseconds since 1970.
   */
  knowledge: {
    input: { id: 'optional', topic: 'optional', number: 'optional', text: 'optional' },
    values: ['id', 'title', 'text', 'sms', 'way', 'cost', 'valid_until', 'number', 'count'],
  },
  /** Something that many call about, near the caller or of the topic: what is not asked with is what the caller has chosen. */
  incident: {
    input: { topic: 'optional', district: 'optional', place: 'optional' },
    values: ['id', 'kind', 'title', 'text', 'since', 'reports'],
  },
}
