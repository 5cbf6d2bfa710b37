/** The kinds of widget that have a counterpart, one row each: a widget in, a node of ours out. */

import { nextOf, numberOf, type StudioWidget, textOf } from './document.ts'
import { saidBy } from './speak.ts'
import { absorbedBy, branches, isFixedText, optionsOf, settings } from './split.ts'
import { added, type Node, type Workshop } from './workshop.ts'

/** `goto`: no node of its own; whoever comes goes on there (an id). */
export type Made = { readonly node: Node } | { readonly goto: string }
type Maker = (widget: StudioWidget, shop: Workshop, variables: ReadonlySet<string>) => Made

const gather: Maker = (widget, shop, variables) => {
  const prompt = saidBy(widget, shop, variables)
  if (nextOf(widget, 'speech') !== null) shop.remark(widget, 'speech')
  const timeout = nextOf(widget, 'timeout')
  const silent = timeout === null || timeout === widget.name ? {} : { no_input: missing(shop, timeout) }
  const split = absorbedBy(widget, shop)
  const seconds = numberOf(widget, 'timeout', 2, 15)
  const wait = seconds === null ? {} : { timeout_seconds: seconds }
  if (split !== null) {
    const other = nextOf(split, 'noMatch')
    const wrong = other === null || other === widget.name ? {} : { no_match: missing(shop, other) }
    return { node: { menu: prompt, options: optionsOf(split, shop), ...wait, ...silent, ...wrong } }
  }
  const digits = numberOf(widget, 'number_of_digits', 1, 20)
  if (digits === null) shop.remark(widget, 'unanswered')
  const next = shop.node(nextOf(widget, 'keypress'), added.queue)
  const length = { min: 1, max: digits ?? 20 }
  const save = shop.node(widget.name, 'angka')
  return { node: { ask: prompt, kind: 'digits', length, save, ...wait, ...silent, next } }
}

const missing = (shop: Workshop, to: string) => ({ times: 0, finally: shop.node(to, added.queue) })

const say: Maker = (widget, shop, variables) => {
  const next = shop.node(nextOf(widget, 'audioComplete'), added.end)
  if (textOf(widget, 'say') === '' && textOf(widget, 'play') === '' && textOf(widget, 'digits') !== '') {
    shop.remark(widget, 'digits', { file: textOf(widget, 'digits') })
    return { goto: next }
  }
  return { node: { say: saidBy(widget, shop, variables), next } }
}

/** Which way a caller should go cannot be told when no condition is left: then a human asks. */
const split: Maker = (widget, shop, variables) => {
  const other = shop.node(nextOf(widget, 'noMatch'), added.queue)
  const known = branches(widget, shop, variables)
  if (known.length > 0) return { node: { choose: [...known, { else: other }] } }
  if (nextOf(widget, 'match') === null) return { goto: other }
  shop.remark(widget, 'undecided')
  return { goto: added.queue }
}

/** Numbers and SIP addresses that stand in the flow become names that the site has to know. */
const connect: Maker = (widget, shop) => {
  const written = textOf(widget, 'noun') === 'sip' ? textOf(widget, 'sip_endpoint') : textOf(widget, 'to')
  const kind = textOf(widget, 'noun') || 'number'
  const all = written.split(',').map((one) => one.trim())
  const fixed = all.every((one) => (kind === 'sip' ? /^sips?:\S+$/i.test(one) : /^\+?[0-9][0-9 ()-]{4,}$/.test(one)))
  if (!fixed || !['number', 'number-multi', 'sip'].includes(kind)) {
    shop.remark(widget, 'number', { target: written === '' ? kind : written })
    return { goto: added.queue }
  }
  const own = shop.node(widget.name, 'tujuan')
  const names = all.slice(0, 5).map((target, index) => {
    const name = all.length === 1 ? own : `${own}_${index + 1}`
    shop.targets[name] = kind === 'sip' ? target : `+${target.replaceAll(/[^0-9]/g, '')}`
    shop.remark(widget, 'target', { name, target: shop.targets[name] ?? '' })
    return name
  })
  const ring = numberOf(widget, 'timeout', 5, 60)
  const exits = { answered: shop.node(nextOf(widget, 'callCompleted'), added.end), failed: added.queue }
  const said = shop.standard('connecting')
  return { node: { handoff: names, say: said, ...(ring === null ? {} : { ring_seconds: ring }), exits } }
}

const voicemail: Maker = (widget, shop) => {
  const next = shop.node(nextOf(widget, 'recordingComplete'), added.end)
  const nothing = { times: 1, finally: shop.node(nextOf(widget, 'noAudio'), added.end) }
  const seconds = numberOf(widget, 'max_length', 5, 600)
  const longest = seconds === null ? {} : { max_seconds: seconds }
  const save = `${shop.node(widget.name, 'pesan')}_rekaman`
  const said = shop.standard('message')
  return { node: { voicemail: said, save, ...longest, no_input: nothing, no_match: nothing, next } }
}

const enqueue: Maker = (widget, shop) => {
  const target = textOf(widget, 'queue_name') || textOf(widget, 'workflow') || textOf(widget, 'queue') || widget.type
  shop.remark(widget, 'queue', { lane: shop.lane, target })
  const answered = shop.node(nextOf(widget, 'callComplete'), added.end)
  const nobody = shop.node(nextOf(widget, 'failedToEnqueue', 'callFailure'), added.message)
  return { node: queueNode(shop, answered, nobody) }
}

/** A wait in the site's lane; nobody there: elsewhere. */
export function queueNode(shop: Workshop, answered: string, nobody: string): Node {
  return {
    queue: shop.lane,
    say: shop.standard('wait'),
    position: shop.standard('position'),
    expected: shop.standard('expected'),
    meanwhile: [shop.standard('patience')],
    returned: shop.standard('broken'),
    exits: { answered, left: added.end, nobody },
  }
}

const text: Maker = (widget, shop, variables) => {
  const sent = shop.node(nextOf(widget, 'sent'), added.end)
  const to = textOf(widget, 'to').replaceAll(/\s/g, '')
  if (!['', '{{contact.channel.address}}', '{{trigger.call.From}}'].includes(to)) {
    shop.remark(widget, 'recipient', { target: to })
    return { goto: sent }
  }
  const failed = nextOf(widget, 'failed')
  const impossible = failed === null ? sent : shop.node(failed, sent)
  return { node: { sms: saidBy(widget, shop, variables, 'body'), exits: { sent, impossible } } }
}

const variables: Maker = (widget, shop) => {
  const values = settings(widget)
  const isSetByKeys = isFixedText(widget) && shop.flow.states.every((state) => reachesOnlyByKey(state, widget, shop))
  if (!isSetByKeys) shop.remark(widget, 'variables', { names: Object.keys(values).join(', ') })
  return { goto: shop.node(nextOf(widget, 'next'), added.end) }
}

function reachesOnlyByKey(state: StudioWidget, widget: StudioWidget, shop: Workshop): boolean {
  const leads = (state.transitions ?? []).filter(({ next }) => next === widget.name)
  const isMenu = shop.flow.states.some((one) => absorbedBy(one, shop)?.name === state.name)
  return leads.length === 0 || (isMenu && leads.every(({ event }) => event === 'match'))
}

/** Does something beside the call; the call itself goes on. */
const passing: Maker = (widget, shop) => {
  const next = nextOf(widget, 'success', 'next', 'sent', 'streamStarted', 'streamStopped')
  shop.remark(widget, next === null ? 'human' : 'passed', { type: widget.type })
  return { goto: shop.node(next, added.queue) }
}

/** What we cannot do for the caller is done by a human. */
const foreign: Maker = (widget, shop) => {
  shop.remark(widget, 'human', { type: widget.type })
  return { goto: added.queue }
}

const makers: Readonly<Record<string, Maker>> = {
  'say-play': say,
  'gather-input-on-call': gather,
  'split-based-on': split,
  'connect-call-to': connect,
  'record-voicemail': voicemail,
  'enqueue-call': enqueue,
  'send-to-flex': enqueue,
  'send-message': text,
  'set-variables': variables,
  'record-call': passing,
  'fork-stream': passing,
  'run-function': passing,
  'make-http-request': passing,
}

/** How a widget comes along. A type without a row is done by a human, and is remarked. */
export const makerOf = (type: string): Maker => (Object.hasOwn(makers, type) ? (makers[type] ?? foreign) : foreign)
