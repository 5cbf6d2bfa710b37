/** The kinds of widget that have a counterpart, one row each: a widget in, a node of ours out. */

import { foreign, passing, split, subflow, variables } from './decide.ts'
import { nextOf, textOf } from './document.ts'
import { gather } from './listen.ts'
import { connect, enqueue, voicemail } from './reach.ts'
import { saidBy } from './speak.ts'
import { added, type Maker } from './workshop.ts'

const say: Maker = (widget, shop, filled) => {
  const next = shop.node(nextOf(widget, 'audioComplete'), added.end)
  if (textOf(widget, 'say') === '' && textOf(widget, 'play') === '' && textOf(widget, 'digits') !== '') {
    shop.remark(widget, 'digits', { file: textOf(widget, 'digits') })
    return { goto: next }
  }
  return { node: { say: saidBy(widget, shop, filled), next } }
}

const text: Maker = (widget, shop, filled) => {
  const sent = shop.node(nextOf(widget, 'sent'), added.end)
  const to = textOf(widget, 'to').replaceAll(/\s/g, '')
  if (!['', '{{contact.channel.address}}', '{{trigger.call.From}}'].includes(to)) {
    shop.remark(widget, 'recipient', { target: to })
    return { goto: sent }
  }
  const failed = nextOf(widget, 'failed')
  const impossible = failed === null ? sent : shop.node(failed, sent)
  return { node: { sms: saidBy(widget, shop, filled, 'body'), exits: { sent, impossible } } }
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
  'run-subflow': subflow,
  'record-call': passing,
  'fork-stream': passing,
  'run-function': passing,
  'make-http-request': passing,
}

/** How a widget comes along. A type without a row is done by a human, and is remarked. */
export const makerOf = (type: string): Maker => (Object.hasOwn(makers, type) ? (makers[type] ?? foreign) : foreign)
