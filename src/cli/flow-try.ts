/** A call played in the terminal: what the caller hears is printed, keys are typed. */

import type { Interface } from 'node:readline/promises'
import { advance, begin, type Step } from '../flow/advance.ts'
import type { Case, CaseStepSpec } from '../flow/case-schema.ts'
import type { Flow, Session } from '../flow/flow.ts'
import type { Facts, Input, Need, NeedResult, WaitFacts } from '../flow/input.ts'
import { flowForLine, type Site } from '../site.ts'

export type TryOptions = {
  readonly line?: string
  readonly language?: string
  readonly nobody?: boolean
  readonly closed?: boolean
}

/** What was played, as an example call of the flow. */
export type Tried = { readonly flow: Flow; readonly script: Case }

const HELP = `keys: 0-9 * # | empty: silence, or go on waiting | r 12: speak for 12 seconds | h: hang up
while waiting: p 3 120: place 3, two minutes | j: an operator joins | f: the conversation ends | b: it breaks off | n: nobody is signed in`

/** Plays one call until it ends or the terminal closes; gives it back as an example call of the name. */
export async function play(site: Site, options: TryOptions, terminal: Interface, name = 'dicoba'): Promise<Tried> {
  const flow = flowForLine(site, options.line ?? site.lines[0]?.to ?? '')
  let facts = firstFacts(site, options)
  let session = begin(flow, options.language === undefined ? {} : { language: options.language })
  const first = facts
  let step = told(flow, session, { kind: 'arrived' }, facts)
  const steps: CaseStepSpec[] = expected(step, '')
  const needs: Need[] = [...step.needs]
  console.log(HELP)
  show(step)
  const lines = terminal[Symbol.asyncIterator]()
  while (step.session.ended === null) {
    process.stdout.write('> ')
    const line = await lines.next()
    if (line.done === true) break
    session = JSON.parse(JSON.stringify(step.session)) as Session
    const typed = readLine(line.value.trim(), session, facts)
    steps.push(...done(typed.input, facts, typed.facts))
    facts = typed.facts
    step = told(flow, session, typed.input, facts)
    steps.push(...expected(step, session.node))
    needs.push(...step.needs)
    show(step)
  }
  return { flow, script: { name, ...circumstances(options, first, needs), steps, ...endOf(step) } }
}

type Told = Step & { readonly needs: readonly Need[] }

function told(flow: Flow, session: Session, input: Input, facts: Facts): Told {
  let step = advance(flow, session, input, facts)
  const needs: Need[] = []
  while (step.need !== null) {
    console.log(`  [needs ${JSON.stringify(step.need)}]`)
    needs.push(step.need)
    step = advance(flow, step.session, { kind: 'given', result: given(step.need, facts.now) }, facts)
  }
  return { ...step, needs }
}

/** How the world stood, as far as a case says it: all open, somebody signed in, unless told otherwise. */
function circumstances(
  { language }: TryOptions,
  { open, wait, now }: Facts,
  needs: readonly Need[],
): Omit<Case, 'name' | 'steps'> {
  const calendars = Object.keys(open).filter((id) => open[id] === true)
  const asked = needs.findLast(({ need }) => need === 'ticket_status')
  const status = asked === undefined ? null : given(asked, now)
  return {
    ...(language === undefined ? {} : { language }),
    ...(calendars.length === Object.keys(open).length ? {} : { open: calendars }),
    ...(wait.staffed ? {} : { staffed: false }),
    ...(needs.some(({ need }) => need === 'ticket') ? { ticket: TICKET } : {}),
    ...(status?.need !== 'ticket_status' || !('found' in status) ? {} : { status: answer(status, now) }),
  }
}

function answer(
  status: Extract<NeedResult, { need: 'ticket_status'; found: boolean }>,
  now: number,
): NonNullable<Case['status']> {
  if (!status.found) return 'not_found'
  return { stage: status.stage, agency: status.agency, opened: new Date(now).toISOString() }
}

/** What was done, as lines of a case: first what changed around the caller, then the caller. */
function done(input: Input, before: Facts, after: Facts): CaseStepSpec[] {
  const { state, position, expectedWaitSeconds, staffed, join } = after.wait
  const change = {
    state,
    ...(state === 'waiting' ? { position } : {}),
    ...(state === 'waiting' && expectedWaitSeconds !== null ? { expected: expectedWaitSeconds } : {}),
    ...(staffed === before.wait.staffed ? {} : { staffed }),
    ...(join === null ? {} : { conference: join.conference }),
  }
  const changed = after === before ? [] : [{ facts: change }]
  switch (input.kind) {
    case 'digits':
      return [...changed, { press: input.digits }]
    case 'recorded':
      return [...changed, { speak: input.seconds }]
    case 'returned':
      return [...changed, { returns: input.how as never }]
    case 'continue':
      return [...changed, 'heartbeat']
    default:
      return [...changed, input.kind === 'hangup' ? 'hangup' : 'silence']
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

/** The number of the ticket that is opened or asked for in the terminal. */
const TICKET = '12345674'

function given(need: Need, now: number): NeedResult {
  if (need.need === 'ticket') return { need: 'ticket', code: TICKET }
  if (need.need !== 'ticket_status') return { need: need.need, failed: true }
  if (need.code !== TICKET) return { need: 'ticket_status', found: false }
  return { need: 'ticket_status', found: true, stage: 'in_progress', openedAt: now, agency: 'Dinas Perhubungan' }
}

function firstFacts(site: Site, { nobody, closed }: TryOptions): Facts {
  const now = Date.now()
  const open = site.open(now)
  return {
    now,
    open: closed === true ? Object.fromEntries(Object.keys(open).map((id) => [id, false])) : open,
    caller: { withheld: false, canBeTexted: true },
    wait: { state: 'none', position: 0, expectedWaitSeconds: null, staffed: nobody !== true, returns: 0, join: null },
  }
}

/** What was typed, as what comes in and what changed around the caller. */
function readLine(line: string, session: Session, facts: Facts): { readonly input: Input; readonly facts: Facts } {
  const wait = (change: Partial<WaitFacts>): Facts => ({ ...facts, wait: { ...facts.wait, join: null, ...change } })
  const [command = '', first = '', second = ''] = line.split(/\s+/)
  const beat: Input = { kind: 'continue' }
  if (command === 'h') return { input: { kind: 'hangup' }, facts }
  if (command === 'r') return { input: { kind: 'recorded', recordingSid: 'RE0', seconds: Number(first || 5) }, facts }
  if (command === 'p') {
    const expectedWaitSeconds = second === '' ? null : Number(second)
    return { input: beat, facts: wait({ state: 'waiting', position: Number(first || 1), expectedWaitSeconds }) }
  }
  if (command === 'j')
    return {
      input: beat,
      facts: wait({ state: 'joined', join: { conference: `c${facts.wait.returns + 1}`, endsOnExit: true } }),
    }
  if (command === 'f') return { input: { kind: 'returned', how: 'completed' }, facts: wait({ state: 'finished' }) }
  if (command === 'b') {
    const returns = facts.wait.returns + 1
    return { input: { kind: 'returned', how: 'completed' }, facts: wait({ state: 'waiting', position: 1, returns }) }
  }
  if (command === 'n') return { input: beat, facts: wait({ state: 'waiting', staffed: false }) }
  if (/^[0-9*#]+$/.test(line)) return { input: { kind: 'digits', digits: line }, facts }
  return { input: session.awaits === 'keys' || session.awaits === 'words' ? { kind: 'silence' } : beat, facts }
}

function show(step: Step): void {
  for (const verb of step.verbs) {
    for (const spoken of 'spoken' in verb ? verb.spoken : []) console.log(`  ${spoken.text}`)
    const { verb: name, ...rest } = verb
    const facts = Object.entries(rest).filter(([key]) => key !== 'spoken')
    console.log(`  [${[name, ...facts.map(([key, value]) => `${key}=${JSON.stringify(value)}`)].join(' ')}]`)
  }
  for (const { event, ...facts } of step.events) console.log(`    · ${event} ${JSON.stringify(facts)}`)
}
