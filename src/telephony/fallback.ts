import type { Spoken, Target } from '../flow/verbs.ts'
import { renderSpoken, type SpeechOptions } from './speech.ts'
import { finished, noun } from './twiml.ts'
import { escapeXml } from './xml.ts'

/**
 * Documents for a host that answers every request for a file with that file: nothing of ours is asked, so nothing can be decided from what
 * a caller presses, only that something was pressed. One document goes on where a `<Dial>` ends, whoever talked.
 */
export type FallbackPhone = {
  readonly target: Target
  readonly ringSeconds: number
  /** A duty phone, which must press a key: voicemail would take the caller. */
  readonly mustPress: boolean
  readonly before: readonly Spoken[]
  /** What whoever answers hears first. */
  readonly callee: readonly Spoken[]
}

export type FallbackPlan = {
  readonly menu: readonly Spoken[]
  readonly ladder: readonly FallbackPhone[]
  readonly dutyLine: FallbackPhone
  readonly between: readonly Spoken[]
  readonly lastWords: readonly Spoken[]
  /** A number of ours in E.164. */
  readonly callerId: string
  readonly speech: SpeechOptions
  /** Where the files will lie, without a slash at the end. */
  readonly baseUrl: string
}

/** By name: `fallback.xml` is the one that the carrier is told. */
export function renderFallback(plan: FallbackPlan): Readonly<Record<string, string>> {
  const { ladder, dutyLine, speech } = plan
  const say = (spoken: readonly Spoken[]) => renderSpoken(spoken, speech)
  const at = (name: string) => `${plan.baseUrl}/${name}`
  const files: Record<string, string> = {}

  const ring = (phone: FallbackPhone, name: string): string => {
    const heard = say(phone.callee)
    files[name] = finished(phone.mustPress ? `${gather(at('fallback-connect.xml'), heard)}<Hangup/>` : heard)
    return (
      `${say(phone.before)}<Dial callerId="${escapeXml(plan.callerId)}" timeout="${phone.ringSeconds}" answerOnBridge="true">` +
      `${noun(phone.target, at(name), 'GET')}</Dial>${say(plan.between)}`
    )
  }

  const rungs = ladder.map((phone, place) => ring(phone, `fallback-callee-${place + 1}.xml`)).join('')
  const duty = ring(dutyLine, 'fallback-callee-duty.xml')
  const end = `${say(plan.lastWords)}<Hangup/>`
  files['fallback-connect.xml'] = finished('')
  // Twice round: whoever could not answer at first may be free by then.
  files['fallback-emergency.xml'] = finished(rungs + rungs + duty + end)
  // Whoever presses nothing may be unable to: after the duty line the ladder is rung all the same.
  files['fallback.xml'] = finished(gather(at('fallback-emergency.xml'), say(plan.menu)) + duty + rungs + end)
  return files
}

/** Any key will do: a fixed document cannot tell one from another. */
const gather = (action: string, inside: string): string =>
  `<Gather action="${escapeXml(action)}" method="GET" input="dtmf" numDigits="1" finishOnKey="" timeout="5">${inside}</Gather>`
