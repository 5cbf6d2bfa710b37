/** Whom a caller reaches: numbers outside, the queue, a message. */

import { matchesOf } from './condition.ts'
import { nextOf, numberOf, type StudioWidget, textOf } from './document.ts'
import { inputOf } from './split.ts'
import { added, type Maker, type Node, type Workshop } from './workshop.ts'

/** Numbers and SIP addresses that stand in the flow become names that the site has to know. */
export const connect: Maker = (widget, shop) => {
  const written = textOf(widget, 'noun') === 'sip' ? textOf(widget, 'sip_endpoint') : textOf(widget, 'to')
  const kind = textOf(widget, 'noun') || 'number'
  const all = written.split(',').map((one) => one.trim())
  if (written === '' || written.includes('{{') || !['number', 'number-multi', 'sip'].includes(kind)) {
    shop.remark(widget, 'number', { target: written === '' ? kind : written })
    return { goto: added.queue }
  }
  const own = shop.node(widget.name, 'tujuan')
  const names = all.slice(0, 5).map((target, index) => {
    const name = all.length === 1 ? own : `${own}_${index + 1}`
    const dialled = addressOf(target, kind)
    if (dialled !== null) shop.targets[name] = dialled
    shop.remark(widget, dialled === null ? 'blank' : 'target', { name, target: dialled ?? target })
    return name
  })
  if (all.length > names.length) shop.remark(widget, 'many', { left: all.slice(5).join(', ') })
  const ring = numberOf(widget, 'timeout', 5, 60)
  const said = shop.standard('connecting')
  const exits = endsOf(widget, shop)
  return { node: { handoff: names, say: said, ...(ring === null ? {} : { ring_seconds: ring }), exits } }
}

/** As the site writes it; null for what is neither a number nor an address, such as `<your number>`. */
function addressOf(target: string, kind: string): string | null {
  if (kind === 'sip') return /^sips?:\S+$/i.test(target) ? target : null
  return /^\+?[0-9][0-9 ()-]{4,}$/.test(target) ? `+${target.replaceAll(/[^0-9]/g, '')}` : null
}

const answered: ReadonlySet<string> = new Set(['completed', 'answered'])
const failed: ReadonlySet<string> = new Set(['no-answer', 'busy', 'failed', 'canceled'])

/** The split that only looks at how this call to a number ended. Null when there is none. */
export function statusOf(widget: StudioWidget, shop: Workshop): StudioWidget | null {
  const split = shop.widget(nextOf(widget, 'callCompleted'))
  if (widget.type !== 'connect-call-to' || split?.type !== 'split-based-on') return null
  return inputOf(split) === `widgets.${widget.name}.DialCallStatus` ? split : null
}

/** Where a caller goes on afterwards, and where when nobody answered. */
function endsOf(widget: StudioWidget, shop: Workshop): { readonly answered: string; readonly failed: string } {
  const split = statusOf(widget, shop)
  if (split === null) return { answered: shop.node(nextOf(widget, 'callCompleted'), added.end), failed: added.queue }
  const ways = matchesOf(split).flatMap(({ values, next, written }) => {
    if (values === null || !values.every((value) => answered.has(value) || failed.has(value))) {
      shop.remark(split, 'condition', { condition: written, input: textOf(split, 'input') })
    }
    return (values ?? []).map((value) => ({ value, next }))
  })
  const other = { next: nextOf(split, 'noMatch') }
  const good = ways.find(({ value }) => answered.has(value)) ?? other
  const bad = ways.filter(({ value }) => failed.has(value))
  const [first = other] = bad
  const elsewhere = bad.filter(({ next }) => next !== first.next).map(({ value }) => value)
  const to = shop.node(first.next, added.queue)
  if (elsewhere.length > 0) shop.remark(split, 'failures', { values: elsewhere.join(', '), to })
  return { answered: shop.node(good.next, added.end), failed: to }
}

export const voicemail: Maker = (widget, shop) => {
  const next = shop.node(nextOf(widget, 'recordingComplete'), added.end)
  const nothing = { times: 1, finally: shop.node(nextOf(widget, 'noAudio'), added.end) }
  const seconds = numberOf(widget, 'max_length', 5, 600)
  const longest = seconds === null ? {} : { max_seconds: seconds }
  const save = `${shop.node(widget.name, 'pesan')}_rekaman`
  const said = shop.standard('message')
  return { node: { voicemail: said, save, ...longest, no_input: nothing, no_match: nothing, next } }
}

export const enqueue: Maker = (widget, shop) => {
  const target = textOf(widget, 'queue_name') || textOf(widget, 'workflow') || textOf(widget, 'queue') || widget.type
  shop.remark(widget, 'queue', { lane: shop.lane, target })
  const done = shop.node(nextOf(widget, 'callComplete'), added.end)
  const nobody = shop.node(nextOf(widget, 'failedToEnqueue', 'callFailure'), added.message)
  return { node: queueNode(shop, done, nobody) }
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
