/** Kinds of answers that a question can have, and how each is read from keys, from speech and from a text. Pure. */

import type { ValueType } from '../expression/tree.ts'
import type { Heard } from '../listening.ts'
import { digitsHeard, numberHeard } from '../words/heard.ts'
import type { AskSpec } from './fields.ts'
import { phoneHeard } from './phone.ts'
import { yesNoHeard } from './yes-no.ts'

export type AnswerKind = {
  /** What expressions read it as. */
  readonly type: ValueType
  /** Personal by its nature: masked whether the node says so or not. */
  readonly isSecret: boolean
  /** Longest sequence of keys; a single key needs no end key. */
  readonly maxDigits: (spec: AskSpec) => number
  /** Seconds without a key. */
  readonly timeoutSeconds: number
  /** The answer as a variable keeps it; null when it is none. */
  readonly read: (heard: Heard, spec: AskSpec, language: string) => string | null
  /** Fields of the node that mean something for it, beside those that every question has. */
  readonly fields: readonly (keyof AskSpec)[]
}

const LONGEST_NUMBER = 12
const LONGEST_PHONE = 17
const LONGEST_WORDS = 500

/** What was pressed, or said digit by digit. */
const digitsOf = ({ text, by }: Heard, language: string): string | null =>
  by === 'keys' ? text : digitsHeard(text, language)

export const answerKinds = {
  digits: {
    type: 'text',
    isSecret: false,
    maxDigits: (spec) => spec.length?.max ?? 20,
    timeoutSeconds: 6,
    read: (heard, { length = { min: 1, max: 20 } }, language) => {
      const digits = digitsOf(heard, language)
      if (digits === null || !/^[0-9]+$/.test(digits)) return null
      return digits.length < length.min || digits.length > length.max ? null : digits
    },
    fields: ['length', 'timeout_seconds', 'sensitive', 'save', 'next', 'options', 'speech'],
  },
  number: {
    type: 'number',
    isSecret: false,
    maxDigits: ({ range }) => (range === undefined ? LONGEST_NUMBER : String(range.max).length),
    timeoutSeconds: 6,
    read: ({ text, by }, { range }, language) => {
      const number = by === 'keys' ? (/^[0-9]{1,12}$/.test(text) ? Number(text) : null) : numberHeard(text, language)
      if (number === null || (range !== undefined && (number < range.min || number > range.max))) return null
      return String(number)
    },
    fields: ['range', 'timeout_seconds', 'sensitive', 'save', 'next', 'options', 'speech'],
  },
  phone: {
    type: 'text',
    isSecret: true,
    maxDigits: () => LONGEST_PHONE,
    timeoutSeconds: 8,
    read: (heard, _, language) => phoneHeard(heard, language),
    fields: ['timeout_seconds', 'sensitive', 'save', 'next', 'options', 'speech'],
  },
  yes_no: {
    type: 'yes_no',
    isSecret: false,
    maxDigits: () => 1,
    timeoutSeconds: 5,
    read: (heard, _, language) => yesNoHeard(heard, language),
    fields: ['timeout_seconds', 'sensitive', 'save', 'next', 'exits', 'speech'],
  },
  speech: {
    type: 'text',
    isSecret: false,
    maxDigits: () => 1,
    timeoutSeconds: 6,
    read: ({ text, by }) => (by === 'words' ? [...text.trim()].slice(0, LONGEST_WORDS).join('') : null),
    fields: ['timeout_seconds', 'sensitive', 'save', 'next', 'options', 'speech', 'hints'],
  },
} as const satisfies Readonly<Record<string, AnswerKind>>

export const isAnswerKind = (kind: string): kind is keyof typeof answerKinds => Object.hasOwn(answerKinds, kind)
