/** What the terminal says while a call is tried. The texts are in `lang/flow-try.json`. */

import type { Step } from '../../flow/advance.ts'
import { writtenReply } from '../../flow/text/reply.ts'
import type { Choice, Verb } from '../../flow/verbs.ts'
import texts from '../lang/flow-try.json' with { type: 'json' }
import { moment } from '../print.ts'
import type { World } from './world.ts'

export type TryLanguage = keyof typeof texts

export const helpIn = (language: TryLanguage, isText: boolean): readonly string[] => {
  const { voice, text, help } = texts[language]
  return [isText ? text : voice, ...help]
}

export const unknownIn = (language: TryLanguage): string => texts[language].unknown

/** What the caller hears or reads, what the line then does, and what is told. */
export function shown({ verbs, events, session }: Step, isText: boolean): readonly string[] {
  const told = events.map(({ event, ...facts }) => `    · ${event} ${JSON.stringify(facts)}`)
  if (isText) {
    const reply = writtenReply(verbs, { language: session.language, mostSegments: 20 })
    return [...reply.split('\n').map((line) => `  ${line}`), ...told]
  }
  const said = verbs.flatMap((verb) => {
    const spoken = 'spoken' in verb ? verb.spoken : []
    return [
      ...spoken.map(({ text, audio }) => `  ${text}${audio === undefined ? '' : ` [${audio}]`}`),
      `  [${[verb.verb, ...factsOf(verb)].join(' ')}]`,
    ]
  })
  return [...said, ...told]
}

/** The world in lines, as it stands. */
export function worldIn(language: TryLanguage, world: World, dialogue: string, zone: string): readonly string[] {
  const { facts, ticket, callback, lookups } = world
  const words = texts[language].world
  const yes = (is: boolean): string => (is ? words.yes : words.no)
  const open = Object.entries(facts.open).map(([id, isOpen]) => `${id} ${isOpen ? words.open : words.closed}`)
  const lanes = Object.entries(facts.queue ?? {}).map(
    ([id, { waiting, expectedSeconds }]) =>
      `${id} ${waiting}${expectedSeconds === null ? '' : ` (${expectedSeconds} s)`}`,
  )
  return [
    `${words.clock}: ${moment(facts.now, zone)}`,
    `${words.hours}: ${open.join(', ') || '-'}`,
    `${words.queue}: ${lanes.join(', ')}; ${words.staffed}: ${yes(facts.wait.staffed)}`,
    `${words.language}: ${dialogue}`,
    `${words.withheld}: ${yes(facts.caller.withheld)}; ${words.texts}: ${yes(facts.caller.canBeTexted)}`,
    `${words.incident}: ${facts.incident || '-'}`,
    `${words.answers}: ticket ${ticket}, callback ${callback}${Object.entries(lookups)
      .map(([name, answer]) => `, ${name} ${JSON.stringify(answer)}`)
      .join('')}`,
  ]
}

/** What the line does, in short: choices by key and name, and in which language it hears speech. */
function factsOf({ verb: _, ...rest }: Verb): readonly string[] {
  return Object.entries(rest).flatMap(([key, value]) => {
    if (key === 'spoken') return []
    if (key === 'choices')
      return (value as readonly Choice[]).map((one) => `${one.key}=${one.label?.text ?? one.words[0] ?? ''}`)
    if (key === 'speech') return [`speech=${(value as { readonly language: string }).language}`]
    return [`${key}=${JSON.stringify(value)}`]
  })
}
