/** A call played in the terminal: what the caller hears is printed, keys are typed. */

import type { Interface } from 'node:readline/promises'
import { advance, begin, type Step } from '../flow/advance.ts'
import type { Flow, Session } from '../flow/flow.ts'
import type { Facts, Input, Need, NeedResult, WaitFacts } from '../flow/input.ts'
import { flowForLine, type Site } from '../site.ts'

export type TryOptions = {
  readonly line?: string
  readonly language?: string
  readonly nobody?: boolean
  readonly closed?: boolean
}

const HELP = `keys: 0-9 * # | empty: silence, or go on waiting | r 12: speak for 12 seconds | h: hang up
while waiting: p 3 120: place 3, two minutes | j: an operator joins | f: the conversation ends | b: it breaks off | n: nobody is signed in`

/** Plays one call until it ends or the terminal closes. */
export async function play(site: Site, options: TryOptions, terminal: Interface): Promise<void> {
  const flow = flowForLine(site, options.line ?? site.lines[0]?.to ?? '')
  let facts = firstFacts(site, options)
  let session = begin(flow, options.language === undefined ? {} : { language: options.language })
  let step = told(flow, session, { kind: 'arrived' }, facts)
  console.log(HELP)
  show(step)
  const lines = terminal[Symbol.asyncIterator]()
  while (step.session.ended === null) {
    process.stdout.write('> ')
    const line = await lines.next()
    if (line.done === true) break
    session = JSON.parse(JSON.stringify(step.session)) as Session
    const typed = readLine(line.value.trim(), session, facts)
    facts = typed.facts
    step = told(flow, session, typed.input, facts)
    show(step)
  }
}

function told(flow: Flow, session: Session, input: Input, facts: Facts): Step {
  let step = advance(flow, session, input, facts)
  while (step.need !== null) {
    console.log(`  [needs ${JSON.stringify(step.need)}]`)
    step = advance(flow, step.session, { kind: 'given', result: given(step.need, facts.now) }, facts)
  }
  return step
}

function given(need: Need, now: number): NeedResult {
  if (need.need === 'ticket') return { need: 'ticket', code: '12345674' }
  if (need.code !== '12345674') return { need: 'ticket_status', found: false }
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
    return { input: beat, facts: wait({ state: 'joined', join: { conference: `c${Date.now()}`, endsOnExit: true } }) }
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
