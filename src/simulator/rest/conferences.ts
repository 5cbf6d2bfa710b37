import type { FastifyInstance } from 'fastify'
import type { Carrier } from '../carrier.ts'
import type { Conference } from '../conference.ts'
import { runDocuments } from '../run-documents.ts'
import { methodOf } from '../source.ts'
import { notFound } from './errors.ts'
import { one, readForm, url } from './form.ts'
import { page } from './page.ts'
import { base, conferenceShape } from './shapes.ts'

type Sid = { readonly Params: { readonly sid: string } }

/** Conferences: list, fetch, end, announce. */
export function conferenceRoutes(app: FastifyInstance, carrier: Carrier): void {
  app.get('/Conferences.json', async (request) => {
    const form = readForm(request.query)
    const [name, status] = [one(form, 'FriendlyName'), one(form, 'Status')]
    const wanted = [...carrier.conferences.values()]
      .reverse()
      .filter(
        (conference) =>
          (name === undefined || conference.name === name) && (status === undefined || conference.status === status),
      )
    return page(
      'conferences',
      wanted.map((conference) => conferenceShape(carrier, conference)),
      form,
      `${base(carrier.account)}/Conferences.json`,
    )
  })

  app.get<Sid>('/Conferences/:sid.json', async ({ params, url: path }) =>
    conferenceShape(carrier, findConference(carrier, params.sid, path)),
  )

  app.post<Sid>('/Conferences/:sid.json', async (request) => {
    const conference = findConference(carrier, request.params.sid, request.url)
    const form = readForm(request.body)
    if (one(form, 'Status') === 'completed')
      conference.end('conference-ended-via-api', null, 'conference_ended_via_api')
    const announcement = url(form, 'AnnounceUrl', 21205)
    if (announcement)
      for (const { leg } of conference.participants.values()) {
        const source = {
          purpose: 'announce',
          url: announcement,
          method: methodOf(one(form, 'AnnounceMethod')),
          params: {},
        } as const
        carrier.background(runDocuments(carrier, leg, source, { signal: leg.over, stage: 'music' }))
      }
    return conferenceShape(carrier, conference)
  })
}

/** By SID; a name is refused here, as at Twilio. */
export function findConference(carrier: Carrier, sid: string, path: string): Conference {
  const conference = carrier.conferences.get(sid)
  if (!conference) throw notFound(path)
  return conference
}
