import t from 'tap'
import { announcementOf, type Incident, incidentsNear, incidentValues, wrongWith } from '../../src/tickets/incident.ts'

const hour = 3_600_000
const now = Date.UTC(2026, 10, 21, 3, 0, 0)
const incident = (id: string, more: Partial<Incident> = {}): Incident => ({
  id,
  kind: 'banjir',
  title: { ind: 'Banjir Lubuk Alung', eng: 'Flood in Lubuk Alung' },
  announcement: { ind: 'Banjir di Lubuk Alung sedang ditangani.' },
  districts: ['lubuk_alung'],
  topics: [],
  status: 'open',
  since: now - hour,
  until: now + hour,
  openedBy: 'staff:1',
  closedAt: null,
  closedBy: null,
  reason: null,
  version: 1,
  reports: 3,
  ...more,
})
const ids = (incidents: readonly Incident[]) => incidents.map(({ id }) => id)

t.test('a caller hears of what goes on in the district, and of what concerns everybody', async (t) => {
  const all = [
    incident('everywhere', { districts: [], since: now - 1 }),
    incident('here'),
    incident('elsewhere', { districts: ['batang_anai'] }),
    incident('here too, of the topic', { topics: ['drainase'] }),
    incident('of another topic', { topics: ['lampu_jalan'] }),
  ]
  t.same(ids(incidentsNear(all, { district: 'lubuk_alung', topic: 'drainase' }, now)), [
    'here too, of the topic',
    'here',
    'everywhere',
  ])
  t.same(ids(incidentsNear(all, { district: 'batang_anai', topic: 'drainase' }, now)), ['elsewhere', 'everywhere'])
  t.equal(incidentsNear(all, {}, now).length, 5, 'of a caller who has said nothing, any may be it')
  t.equal(incidentsNear(all, { district: '', topic: null }, now).length, 5)
})

t.test('what is over, closed or yet to begin is not told', async (t) => {
  for (const more of [
    { until: now },
    { status: 'closed', closedAt: now - 1 },
    { since: now + 1 },
  ] satisfies Partial<Incident>[])
    t.same(incidentsNear([incident('it', more)], {}, now), [], JSON.stringify(more))
})

t.test("the announcement is in the caller's language, in the region's, or the title", async (t) => {
  const say = (language: string, more: Partial<Incident> = {}) =>
    announcementOf(incident('it', more), { language, defaultLanguage: 'ind' })
  t.equal(say('ind'), 'Banjir di Lubuk Alung sedang ditangani.')
  t.equal(say('eng'), 'Banjir di Lubuk Alung sedang ditangani.')
  t.equal(say('eng', { announcement: {} }), 'Flood in Lubuk Alung')
  t.equal(say('min', { announcement: {} }), 'Banjir Lubuk Alung')
  t.match(incidentValues(incident('it'), { language: 'eng', defaultLanguage: 'ind' }), {
    title: 'Flood in Lubuk Alung',
    since: String(now - hour),
    reports: '3',
  })
})

t.test('an incident has a title, a kind and an end that lies ahead', async (t) => {
  const wrong = (more: Partial<Incident>) => wrongWith(incident('it', more), 'ind', now)
  t.equal(wrong({}), null)
  t.equal(wrong({ title: { eng: 'Flood' } }), 'title_wanted')
  t.equal(wrong({ title: { ind: '  ' } }), 'title_wanted')
  t.equal(wrong({ kind: ' ' }), 'kind_wanted')
  t.equal(wrong({ until: now }), 'end_wanted')
  t.equal(wrong({ since: now + 3 * hour, until: now + 2 * hour }), 'end_wanted')
})
