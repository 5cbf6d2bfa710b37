/** A dropped emergency and its callback, of which some words come, some late, and some never. */

import fc from 'fast-check'
import {
  afterMiss,
  type CallbackKind,
  type CallbackOutcome,
  type CallbackState,
  overdue as callbacksOverdue,
  ruleFor,
  usualRule,
} from '../../../src/dispatch/callback.ts'
import { afterCallback, overdue, type RecoveryOutcome, type RecoveryState } from '../../../src/emergency/recovery.ts'

const event = fc.record({
  seconds: fc.integer({ min: 0, max: 400 }),
  does: fc.constantFrom(
    'takes',
    'rings out',
    'answers',
    'has spoken',
    'is lost',
    'calls again',
    'decides',
    'is silent',
  ),
})

class Story {
  now = 0
  kind: CallbackKind
  state: CallbackState = 'waiting'
  since = 0
  dueAt: number | null = null
  askedAt = 0
  attempts = 0
  outcome: CallbackOutcome | null = null
  recovery: RecoveryState
  recoverySince = 0
  became: RecoveryOutcome | null = null
  rung = 0
  readonly silent: boolean

  constructor(silent: boolean) {
    this.silent = silent
    this.kind = silent ? 'quiet' : 'emergency'
    this.recovery = silent ? 'held' : 'open'
    if (silent) this.state = 'closed'
  }

  move(state: CallbackState): void {
    this.state = state
    this.since = this.now
    this.dueAt = null
  }

  close(outcome: CallbackOutcome): void {
    this.move('closed')
    this.outcome = outcome
  }

  miss(): void {
    this.attempts += 1
    const next = afterMiss(this.attempts, ruleFor(this.kind, usualRule))
    if (next.next === 'give_up') this.close('not_reached')
    else {
      this.move('resting')
      this.dueAt = this.now + next.seconds * 1000
    }
  }

  decide(): void {
    if (this.recovery !== 'held') return
    Object.assign(this, { recovery: 'open', recoverySince: this.now, attempts: 0, outcome: null, askedAt: this.now })
    this.move('waiting')
  }

  take(does: string): void {
    if (does === 'decides') this.decide()
    if (this.state === 'closed') return
    if (does === 'calls again') this.close('called_again')
    if (does === 'takes' && this.state === 'waiting') {
      if (this.silent && this.recovery !== 'open') throw new Error('a hiding phone rings by itself')
      this.rung += 1
      this.move('calling')
    } else if (does === 'rings out' && this.state === 'calling') this.miss()
    else if (does === 'answers' && this.state === 'calling') this.move('talking')
    else if (does === 'has spoken' && this.state === 'talking') this.close('spoken')
    else if (does === 'is lost' && (this.state === 'talking' || this.state === 'calling')) this.move('waiting')
  }

  /** Both janitors, as they sweep each second. */
  sweep(isAbandoned: boolean): void {
    const { kind, state, since, dueAt, askedAt } = this
    const kept = { id: 'callback', kind, state, since, dueAt, askedAt, callEnded: true }
    const standing = { legEnded: isAbandoned || state === 'waiting', operatorThere: !isAbandoned }
    for (const { what } of callbacksOverdue([{ ...kept, ...standing }], this.now, usualRule)) {
      if (what === 'enter' || what === 'lost') this.move('waiting')
      if (what === 'expire') this.close('expired')
      if (what === 'miss') this.miss()
      if (what === 'finish') this.close('spoken')
    }
    const callback = this.recovery === 'open' ? this.outcome : null
    const row = { id: 'recovery', state: this.recovery, since: this.recoverySince, droppedAt: 0, callback }
    for (const { what } of overdue([{ ...row, emergency: 'dropped' }], this.now)) {
      const next = what === 'settle' && callback !== null ? afterCallback(this, callback, true) : null
      if (next === 'held') {
        this.recovery = 'held'
        this.recoverySince = this.now
      } else {
        this.recovery = 'closed'
        this.became = next ?? (what === 'give_up' ? 'undecided' : 'closed')
      }
    }
  }
}

export function recoveriesEnd(runs: number): void {
  fc.assert(
    fc.property(fc.boolean(), fc.array(event, { maxLength: 40 }), (silent, events) => {
      const story = new Story(silent)
      for (const { seconds, does } of events) {
        story.now += seconds * 1000
        story.take(does)
        story.sweep(false)
        const { times } = ruleFor(story.kind, usualRule)
        if (story.attempts > times) throw new Error('a phone rings more often than its rule says')
        if (story.recovery === 'closed' && story.became === null) throw new Error('closed without an outcome')
        if (silent && story.became === 'texted') throw new Error('a hiding phone is texted')
      }
      // No word comes any more, from anybody: time alone brings it to its end.
      for (let minutes = 0; minutes < 24 * 60 && story.recovery !== 'closed'; minutes += 1) {
        story.now += 60_000
        story.sweep(true)
      }
      return story.recovery === 'closed' && story.became !== null
    }),
    { numRuns: runs },
  )
}
