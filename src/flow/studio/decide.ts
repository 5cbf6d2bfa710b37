/** Ways that nobody chooses: conditions, opening hours, variables, other flows, and what happens outside. */

import { listOf, matchesOf } from './condition.ts'
import { nextOf, type StudioWidget, textOf } from './document.ts'
import { branches, inputOf } from './split.ts'
import { expressions, nextAfter, pairsOf, settings } from './variables.ts'
import { added, idOf, type Maker, type Node, type Workshop } from './workshop.ts'

/** Which way a caller should go cannot be told when no condition is left: then a human asks. */
export const split: Maker = (widget, shop, variables) => {
  const hours = hoursOf(widget, shop)
  if (hours !== null) return { node: hours }
  const other = shop.node(nextOf(widget, 'noMatch'), added.queue)
  const known = branches(widget, shop, variables)
  if (known.length > 0) return { node: { choose: [...known, { else: other }] } }
  if (nextOf(widget, 'match') === null) return { goto: other }
  shop.remark(widget, 'undecided')
  return { goto: added.queue }
}

const isOpen = /^(true|yes|1|open|opened|buka|business_?hours|open_?hours|in_?hours|work(ing)?_?hours)$/i
const isClosed =
  /^(false|no|0|closed?|tutup|after_?hours|out_?of_?hours|holiday|weekend|evening|afternoon_?break|lunch|breaktime|night)$/i
const saying: ReadonlySet<string> = new Set(['equal_to', 'matches_any_of', 'contains', 'starts_with'])
const aboutHours = /hour|open|closed|schedule|business|holiday|jam|buka|libur|weekend/i

/** A split of what a function said of opening hours asks the site's calendar; null for any other. */
function hoursOf(widget: StudioWidget, shop: Workshop): Node | null {
  const source = /^widgets\.(.+?)\.(?:parsed\.|body|status)/.exec(inputOf(widget))?.[1]
  const asked = shop.widget(source ?? null)
  if (asked === undefined || !['run-function', 'make-http-request'].includes(asked.type) || shop.calendar === '')
    return null
  if (!aboutHours.test(`${asked.name} ${textOf(asked, 'url')} ${inputOf(widget)} ${widget.name}`)) return null
  const ways = matchesOf(widget)
  const values = ways.flatMap(({ conditions, next }) => {
    const [only, ...more] = conditions
    const listed = only === undefined || more.length > 0 || !saying.has(only.type) ? null : listOf(only)
    return (listed ?? ['?']).map((value) => ({ value, next }))
  })
  if (values.length === 0 || values.some(({ value }) => !isOpen.test(value) && !isClosed.test(value))) return null
  const open = values.find(({ value }) => isOpen.test(value))
  const closed = values.filter(({ value }) => isClosed.test(value))
  const [first] = closed
  const merged = closed.filter(({ next }) => next !== first?.next).map(({ value }) => value)
  shop.remark(widget, 'hours', { name: asked.name, calendar: shop.calendar })
  if (merged.length > 0) shop.remark(widget, 'closings', { values: merged.join(', ') })
  const other = nextOf(widget, 'noMatch')
  const exits = {
    open: shop.node(open === undefined ? other : open.next, added.queue),
    closed: shop.node(first === undefined ? other : first.next, added.message),
  }
  return { hours: shop.calendar, exits }
}

export const variables: Maker = (widget, shop, filled) => {
  const set = expressions(widget, settings(widget), shop, filled)
  const next = nextAfter(widget, shop)
  return Object.keys(set).length === 0 ? { goto: next } : { node: { set, next } }
}

/** Another Studio flow is a sub-flow of ours, imported by itself. */
export const subflow: Maker = (widget, shop, filled) => {
  const id = idOf(widget.name)
  const given = expressions(widget, pairsOf(widget.properties?.parameters), shop, filled)
  shop.remark(widget, 'subflow', { sid: textOf(widget, 'flow_sid'), id })
  return {
    node: {
      call: id,
      ...(Object.keys(given).length === 0 ? {} : { with: given }),
      exits: {
        [returns.done]: shop.node(nextOf(widget, 'completed'), added.end),
        [returns.human]: shop.node(nextOf(widget, 'failed'), added.queue),
      },
    },
  }
}

/** By these an imported sub-flow returns: it went through, or the caller needs a human. */
export const returns = { done: 'selesai', human: 'petugas' } as const

/** Does something beside the call; the call itself goes on. */
export const passing: Maker = (widget, shop) => {
  const next = nextOf(widget, 'success', 'next', 'sent', 'streamStarted', 'streamStopped')
  if (!isAskedForHours(widget, shop)) shop.remark(widget, next === null ? 'human' : 'passed', { type: widget.type })
  return { goto: shop.node(next, added.queue) }
}

/** Its answer is asked of the calendar, and remarked there. */
function isAskedForHours(widget: StudioWidget, shop: Workshop): boolean {
  const quiet: Workshop = { ...shop, remark: () => {} }
  return shop.flow.states.some(
    (state) =>
      state.type === 'split-based-on' &&
      inputOf(state).startsWith(`widgets.${widget.name}.`) &&
      hoursOf(state, quiet) !== null,
  )
}

/** What we cannot do for the caller is done by a human. */
export const foreign: Maker = (widget, shop) => {
  shop.remark(widget, 'human', { type: widget.type })
  return { goto: added.queue }
}
