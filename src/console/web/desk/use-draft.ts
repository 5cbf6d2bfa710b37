import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { ApiProblem, ask } from '../api.ts'
import { againMs } from '../live-stream.ts'
import type { Draft, DraftWriting } from '../views.ts'
import { type DraftKeeper, type DraftNow, keepDraft } from './draft-keeper.ts'
import { forget, leftBehind, openWriter, type Unsaved } from './draft-storage.ts'

const writer = openWriter()
let recovered: Promise<void> | undefined

const send = (callSid: string, writing: DraftWriting) =>
  ask('patch', '/api/calls/{callSid}/draft', { path: { callSid }, body: writing })

/** Brings one that was left behind to the server. What somebody else has written over stays readable, as a remark on the ticket. */
async function bring({ callSid, writer: closed, count, base, fields }: Unsaved): Promise<void> {
  const writing = {
    writer: `${closed}-after`,
    count: count + 1,
    base,
    continues: { writer: closed, count: count + 1 },
    fields,
  }
  try {
    const { conflicts, ticketCode } = await send(callSid, writing as DraftWriting)
    const lost = conflicts.map((field) => `${field}: ${fields[field] ?? ''}`).join('\n')
    if (lost !== '') {
      // Where it can be a remark on nothing yet, it stays here until there is a ticket.
      if (ticketCode === null) return
      await ask('post', '/api/tickets/{code}/notes', { path: { code: ticketCode }, body: { text: lost } })
    }
  } catch (error) {
    // A call that is not there takes no words.
    if (!(error instanceof ApiProblem && [400, 404, 422].includes(error.status))) throw error
  }
  forget(callSid, closed)
}

/** Once for each opening of the page, before anything new is written. */
function recover(): Promise<void> {
  recovered ??= leftBehind(writer)
    .then(async (all) => {
      for (const unsaved of all) await bring(unsaved)
    })
    .catch((error: unknown) => {
      recovered = undefined
      throw error
    })
  return recovered
}

async function fetchDraft(callSid: string): Promise<Draft> {
  await recover()
  return ask('get', '/api/calls/{callSid}/draft', { path: { callSid } })
}

/** The draft of a call's ticket, as it is written here and elsewhere; undefined until it is known. */
export function useDraft(callSid: string): { readonly keeper: DraftKeeper; readonly now: DraftNow } | undefined {
  const { data } = useQuery({
    queryKey: ['drafts', callSid],
    queryFn: () => fetchDraft(callSid),
    refetchInterval: againMs,
  })
  const [keeper, setKeeper] = useState<DraftKeeper>()
  useEffect(() => {
    if (data === undefined) return
    if (keeper === undefined) setKeeper(keepDraft(data, { callSid, writer, send: (writing) => send(callSid, writing) }))
    else keeper.hear(data)
  }, [data, keeper, callSid])
  // What is not sent yet is sent when the form goes away.
  useEffect(() => () => keeper?.flush(), [keeper])
  const now = useSyncExternalStore(keeper?.subscribe ?? never, () => keeper?.now())
  return keeper === undefined || now === undefined ? undefined : { keeper, now }
}

const never = () => () => {}
