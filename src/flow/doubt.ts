/**
 * A safety net: whoever names a danger where something else was asked is asked once whether it is an emergency. No costs one key and goes
 * on where the caller was; silence and whatever cannot be understood lead to help, because whoever named a danger may be in it. Pure.
 */

import { yesNoHeard, yesNoWords } from './answers/yes-no.ts'
import { keyHeard } from './choice.ts'
import { type Danger, dangersIn, noDangerWords } from './danger.ts'
import type { FlowNode } from './flow.ts'
import type { Input } from './input.ts'
import { heardIn, listen } from './listening.ts'
import { choicesOf, type OptionsSpec } from './options.ts'
import { own } from './speech.ts'
import { change, emit, go, type Outcome, say, type Turn } from './turn.ts'

const YES = '1'
const NO = '2'
/** So often it is asked; then the caller is helped. */
const MOST_ASKED = 2
/** So many are remembered: a room that talks must not fill the record. */
const MOST_DANGERS = 12

/** Remembers what danger a caller names, wherever it is said; gives what this input names. */
export function noticeDangers(input: Input, turn: Turn): readonly Danger[] {
  const { session, flow } = turn
  if (input.kind !== 'speech' || session.channel !== 'voice') return []
  const dangers = dangersIn(flow.dangerWords ?? noDangerWords, input.text)
  if (dangers.length === 0) return []
  const known = session.dangers ?? []
  const fresh = dangers.filter(({ word }) => !known.some((one) => one.word === word))
  change(turn, { dangers: [...known, ...fresh].slice(0, MOST_DANGERS) })
  emit(turn, { event: 'danger.heard', node: session.node, words: dangers.map(({ word }) => word) })
  return dangers
}

/** What becomes of a caller who has just named a danger, or is being asked about it; null when the node itself goes on with `input`. */
export function doubted(
  node: FlowNode,
  input: Input,
  dangers: readonly Danger[],
  turn: Turn,
): Outcome | { readonly outcome: 'resume'; readonly input: Input } | null {
  const net = turn.flow.defaults.danger
  if (net === undefined) return null
  const { doubt } = turn.session
  if (doubt !== undefined && doubt !== null) return decided(net, doubt, input, turn)
  if (dangers.length === 0 || turn.session.isCalm === true || input.kind !== 'speech') return null
  // Whoever waits for a human already is not asked.
  if (node.kind === 'emergency' || node.kind === 'queue') return null
  const key = keyToHelp(node, input.text, turn)
  if (key !== null) return { outcome: 'resume', input: { kind: 'digits', digits: key } }
  return question(net, { said: input.text, confidence: input.confidence, asked: 0 }, turn)
}

type Net = NonNullable<Turn['flow']['defaults']['danger']>
type Doubt = NonNullable<Turn['session']['doubt']>

function question({ say: words }: Net, doubt: Doubt, turn: Turn): Outcome {
  change(turn, { doubt: { ...doubt, asked: doubt.asked + 1 } })
  say(turn, words)
  const { yes, no } = yesNoWords(turn.session.language)
  const choices = () => [
    { key: YES, label: null, words: yes },
    { key: NO, label: null, words: no },
  ]
  return listen({ maxDigits: 1, finishOnKey: '', timeoutSeconds: 5 }, { speech: true }, turn, choices)
}

function decided(net: Net, doubt: Doubt, input: Input, turn: Turn): ReturnType<typeof doubted> {
  const heard = heardIn(input)
  const answer = 'outcome' in heard ? null : yesNoHeard(heard, turn.session.language)
  if (answer === 'no') {
    change(turn, { doubt: null, isCalm: true })
    emit(turn, { event: 'choice.made', node: turn.session.node, option: turn.session.node, digits: NO })
    return { outcome: 'resume', input: { kind: 'speech', text: doubt.said, confidence: doubt.confidence } }
  }
  if (answer === null) {
    const why = 'outcome' in heard && heard.outcome === 'missed' ? heard.why : 'no_match'
    emit(turn, { event: 'input.missed', node: turn.session.node, why, count: doubt.asked })
    if (doubt.asked < MOST_ASKED) return question(net, doubt, turn)
  } else emit(turn, { event: 'choice.made', node: turn.session.node, option: net.go, digits: YES })
  change(turn, { doubt: null })
  return go(net.go)
}

/** The key of the node's own way to an emergency, when what was said names it: then nothing has to be asked. */
function keyToHelp(node: FlowNode, text: string, turn: Turn): string | null {
  const { options = {} } = node.spec as { readonly options?: OptionsSpec }
  const ways = choicesOf(options, turn).filter(({ key }) => {
    const option = own(options, key)
    const to = typeof option === 'object' ? option.go : option
    return to !== undefined && own(turn.flow.nodes, to)?.kind === 'emergency'
  })
  return keyHeard(text, ways, turn.session.language)
}
