import type { RunVerb } from '../scene.ts'
import { runDial } from './dial.ts'
import { runEnqueue } from './enqueue.ts'
import { runGather } from './gather.ts'
import { runHangup } from './hangup.ts'
import { runLeave } from './leave.ts'
import { runPause } from './pause.ts'
import { runPlay } from './play.ts'
import { runRecord } from './record.ts'
import { runRedirect } from './redirect.ts'
import { runReject } from './reject.ts'
import { runSay } from './say.ts'

/** How each verb of `<Response>` runs. */
export const verbs: Readonly<Record<string, RunVerb>> = {
  Say: runSay,
  Play: runPlay,
  Pause: runPause,
  Gather: runGather,
  Record: runRecord,
  Dial: runDial,
  Enqueue: runEnqueue,
  Leave: runLeave,
  Redirect: runRedirect,
  Reject: runReject,
  Hangup: runHangup,
}
