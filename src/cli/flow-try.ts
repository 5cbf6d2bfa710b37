/** `flow try`: a call or a dialogue by text played in the terminal, with the world around it to set and to change. */

import { writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { siteFolder } from '../config.ts'
import { advance, begin, type Step } from '../flow/advance.ts'
import type { Case, CaseStepSpec } from '../flow/case-schema.ts'
import { playCase } from '../flow/cases.ts'
import type { Flow, Session } from '../flow/flow.ts'
import type { Facts, Input } from '../flow/input.ts'
import { problemIn } from '../flow/rules/told.ts'
import { siteLookups } from '../house.ts'
import type { SiteLookups } from '../sessions/house.ts'
import { flowForLine, type Site } from '../site.ts'
import { caseText } from './flow-case.ts'
import { siteAt } from './flow-site.ts'
import { readTyped } from './trying/commands.ts'
import { helpIn, shown, type TryLanguage, unknownIn, worldIn } from './trying/words.ts'
import {
  type Answer,
  answerTo,
  beginning,
  changeBetween,
  firstWorld,
  type World,
  type WorldOptions,
} from './trying/world.ts'

export type TryOptions = WorldOptions & {
  readonly line?: string
  readonly language?: string
  readonly text?: boolean
  readonly record?: string
  readonly out?: string
}

/** Mounts `flow try [folder]`. */
export function tryCommand(flow: Command): void {
  flow
    .command('try')
    .argument('[folder]', 'folder of flows', siteFolder())
    .option('--line <number>', 'the number that is called; default: the first line')
    .option('--language <code>', 'ISO 639-3')
    .option('--text', 'a dialogue by text messages instead of a call')
    .option('--nobody', 'no operator is signed in')
    .option('--closed', 'every calendar is closed')
    .option('--withheld', 'the caller shows no number')
    .option('--record <name>', 'write the played call as an example call of this name')
    .option('--out <file>', 'where the example goes; default: the terminal')
    .description('coba panggilan atau SMS di terminal (play a call or a text dialogue in the terminal)')
    .action(async (folder: string, options: TryOptions) => {
      const language = flow.parent?.opts<{ lang?: TryLanguage }>().lang ?? 'ind'
      const site = await siteAt(folder, language)
      if (site === null) return
      const terminal = createInterface({ input: process.stdin, output: process.stdout })
      try {
        const tried = await play(site, options, terminal, {
          now: Date.now(),
          language,
          print: (line) => console.log(line),
          ask: () => process.stdout.write('> '),
        })
        if (options.record !== undefined) await writeExample(tried, Object.keys(site.open(0)), options.out, language)
      } finally {
        terminal.close()
      }
    })
}

/** What was played, as an example call of the flow. */
export type Tried = { readonly flow: Flow; readonly script: Case }
/** `ask` shows that a line is waited for. */
export type Stage = {
  readonly now: number
  readonly language: TryLanguage
  readonly print: (line: string) => void
  readonly ask: () => void
}

/** Plays one call until it ends or the terminal closes; gives it back as an example call. */
export async function play(
  site: Site,
  options: TryOptions,
  terminal: AsyncIterable<string>,
  { now, language, print, ask }: Stage,
): Promise<Tried> {
  const flow = flowForLine(site, options.line ?? site.lines[0]?.to ?? '')
  const lookups = siteLookups(site)
  const isText = options.text === true
  const first = firstWorld(site, now, options)
  const spoken = options.language === undefined ? {} : { language: options.language }
  let world = first
  let known: World['lookups'] = {}
  let step = told(
    flow,
    begin(flow, { ...spoken, channel: isText ? 'text' : 'voice' }),
    { kind: 'arrived' },
    world,
    lookups,
  )
  const opening = step.found
  known = { ...opening }
  let hasTicket = step.asked.includes('ticket')
  const steps: CaseStepSpec[] = expected(step, '')
  for (const line of [...helpIn(language, isText).slice(0, 1), ...shown(step, isText)]) print(line)
  const lines = terminal[Symbol.asyncIterator]()
  while (step.session.ended === null) {
    ask()
    const line = await lines.next()
    if (line.done === true) break
    const awaitsAnswer = ['keys', 'words'].includes(step.session.awaits)
    const typed = readTyped(line.value, { site, world, isText, awaitsAnswer })
    if (typed.show !== undefined) {
      const asked = {
        help: helpIn(language, isText),
        world: worldIn(language, world, step.session.language, site.zone),
        unknown: [unknownIn(language)],
      }
      for (const one of asked[typed.show]) print(one)
      continue
    }
    const before = world
    world = typed.world ?? world
    if (typed.language !== undefined) step = { ...step, session: { ...step.session, language: typed.language } }
    const change = {
      ...changeBetween(before, world),
      ...(typed.language === undefined ? {} : { language: typed.language }),
    }
    if (Object.keys(change).length > 0) steps.push({ facts: change })
    if (typed.input === undefined) continue
    const { node } = step.session
    step = told(flow, JSON.parse(JSON.stringify(step.session)) as Session, typed.input, world, lookups)
    hasTicket ||= step.asked.includes('ticket')
    // What the site itself found is part of the example, which is played without the site.
    const news = Object.fromEntries(
      Object.entries(step.found).filter(
        ([name, answer]) => JSON.stringify(known[name as keyof typeof known]) !== JSON.stringify(answer),
      ),
    )
    if (Object.keys(news).length > 0) steps.push({ facts: { lookups: news as never } })
    known = { ...known, ...news }
    steps.push(...done(typed.input), ...expected(step, node))
    for (const one of shown(step, isText)) print(one)
  }
  const given = {
    ...(isText ? { channel: 'text' as never } : {}),
    ...beginning(first, options.language),
    ...(hasTicket ? { ticket: first.ticket } : {}),
  }
  const looked = Object.keys(opening).length === 0 ? {} : { lookups: opening as never }
  return { flow, script: { name: options.record ?? 'dicoba', ...given, ...looked, steps, ...endOf(step) } }
}

/** `found`: what was looked up, by name; `asked`: what was needed of the outside. */
type Told = Step & { readonly found: Readonly<Record<string, Answer>>; readonly asked: readonly string[] }

/** One step with everything that it needs of the outside. */
function told(flow: Flow, session: Session, input: Input, world: World, lookups: SiteLookups): Told {
  const { facts }: { readonly facts: Facts } = world
  let step = advance(flow, session, input, facts)
  const found: Record<string, Answer> = {}
  const events = [...step.events]
  const asked: string[] = []
  while (step.need !== null) {
    const { need } = step
    asked.push(need.need)
    const answer = answerTo(need, world, lookups)
    if (answer.found !== null) found[need.need === 'lookup' ? need.lookup : 'ticket'] = answer.found
    step = advance(flow, step.session, { kind: 'given', result: answer.result }, facts)
    events.push(...step.events)
  }
  return { ...step, events, found, asked }
}

/** What the caller did, as a line of a case. */
function done(input: Input): CaseStepSpec[] {
  switch (input.kind) {
    case 'digits':
      return [{ press: input.digits }]
    case 'speech':
      return [input.confidence === 0.9 ? { say: input.text } : { say: input.text, confidence: input.confidence }]
    case 'text':
      return [{ write: input.text }]
    case 'recorded':
      return [{ speak: input.seconds }]
    case 'returned':
      return [{ returns: input.how as never }]
    case 'continue':
      return ['heartbeat']
    default:
      return [input.kind === 'hangup' ? 'hangup' : 'silence']
  }
}

/** What the answer must be again: where the caller stands when that changed, and the first words. */
function expected({ session, verbs }: Step, before: string): CaseStepSpec[] {
  const prompt = verbs.flatMap((verb) => ('spoken' in verb ? verb.spoken : []))[0]?.prompt
  return [
    ...(session.node === before ? [] : [{ at: session.node }]),
    ...(prompt === undefined ? [] : [{ hears: prompt }]),
  ]
}

function endOf({ session }: Step): Pick<Case, 'ends'> {
  if (session.ended !== null) return { ends: session.ended as never }
  return session.awaits === 'hold' || session.awaits === 'join' ? { ends: 'waiting' as never } : {}
}

/** Plays the example once more before it is given away: what does not hold is said, and is exit code 1. */
async function writeExample(
  { flow, script }: Tried,
  calendars: readonly string[],
  out: string | undefined,
  language: TryLanguage,
) {
  const text = caseText(script)
  if (out === undefined) console.log(text)
  else await writeFile(out, text)
  for (const { said } of playCase(flow, script, calendars).failures) {
    console.error(problemIn(language, { file: out ?? 'cases', line: 1, path: '', ...said }))
    process.exitCode = 1
  }
}
