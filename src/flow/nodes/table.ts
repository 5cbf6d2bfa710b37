/** The kinds of node that the language knows. A new kind is one file beside this one and one row here. */

import type { NodeKind } from '../node-kind.ts'
import { own } from '../speech.ts'
import { askNode } from './ask.ts'
import { callNode } from './call.ts'
import { callbackNode } from './callback.ts'
import { chooseNode } from './choose.ts'
import { emergencyNode } from './emergency.ts'
import { endNode } from './end.ts'
import { handoffNode } from './handoff.ts'
import { hoursNode } from './hours.ts'
import { languageNode } from './language.ts'
import { lookupNode } from './lookup.ts'
import { menuNode } from './menu.ts'
import { queueNode } from './queue.ts'
import { returnNode } from './return.ts'
import { sayNode } from './say.ts'
import { setNode } from './set.ts'
import { smsNode } from './sms.ts'
import { ticketNode } from './ticket.ts'
import { voicemailNode } from './voicemail.ts'

/** By the key that names the kind in YAML. */
export const nodeKinds: Readonly<Record<string, NodeKind>> = {
  say: sayNode,
  menu: menuNode,
  ask: askNode,
  choose: chooseNode,
  set: setNode,
  call: callNode,
  return: returnNode,
  language: languageNode,
  hours: hoursNode,
  ticket: ticketNode,
  lookup: lookupNode,
  queue: queueNode,
  emergency: emergencyNode,
  handoff: handoffNode,
  sms: smsNode,
  callback: callbackNode,
  voicemail: voicemailNode,
  end: endNode,
}

export function kindOf(name: string): NodeKind | undefined {
  return own(nodeKinds, name)
}
