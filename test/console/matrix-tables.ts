/** What the matrix says of the routes; whoever adds one has to say it here. */
import type { Role } from '../../src/identity/permission.ts'
import type { Things } from './matrix-things.ts'

type Parameters = Readonly<Record<string, string>>

const version = 1
/** What is sent, by method and route. */
export const bodies: Readonly<Record<string, object>> = {
  'PATCH /api/tickets/:code': { version, place: 'x' },
  'POST /api/tickets/:code/notes': { text: 'x' },
  'POST /api/tickets/:code/assignment': { version, agencyId: 'pupr' },
  'POST /api/tickets/:code/answer': { version, text: 'x' },
  'POST /api/tickets/:code/closing': { version, reason: 'x' },
  'POST /api/tickets/:code/steps': { version, do: 'verify' },
  'POST /api/conversations/:id/hold': { on: true },
  'POST /api/conversations/:id/mute': { leg: 'citizen', on: true },
  'POST /api/conversations/:id/bring-in': { what: '119' },
  'POST /api/callers/lookups': { number: '081200000001' },
  'POST /api/call-views': { name: 'x', filter: {} },
  'POST /api/emergencies/:id/close': { reason: 'mencoba' },
  'POST /api/recoveries/:id/close': { reason: 'mencoba' },
  'PATCH /api/calls/:callSid/draft': { writer: 'mencoba-', count: 1, base: 0, fields: { place: 'x' } },
  'PUT /api/offers/:id/disposition': { disposition: 'test' },
  'POST /api/presence/me/wrap-up': { seconds: 30 },
  'POST /api/callbacks/:id/cancel': { reason: 'mencoba' },
  'POST /api/citizens/:id/openings': { reason: 'mencoba' },
  'POST /api/citizens/:id/nuisance/lift': { reason: 'mencoba' },
  'POST /api/staff': { login: 'baru', name: 'Baru', roles: ['operator'] },
  'PATCH /api/staff/:login': { name: 'Lain' },
  'PUT /api/staff/:login/device': { device: { kind: 'browser' } },
  'POST /api/duty-tests': { target: 'duty_line' },
  'POST /api/drills': { ladder: 'medis' },
  'POST /api/flows/publications': { returnTo: null, note: 'mencoba' },
}
/** What stands for a path's parameters: something that is there. */
const valuesOf = ({
  mine,
  emergencyId,
  citizenId,
  conversationId,
  offerId,
  callbackId,
  viewId,
}: Things): Readonly<Record<string, Parameters>> => ({
  '/api/tickets': { code: mine },
  '/api/calls': { callSid: 'CA1', id: 'RE1' },
  '/api/emergencies': { id: emergencyId },
  '/api/citizens': { id: citizenId },
  '/api/conversations': { id: conversationId },
  '/api/offers': { id: offerId },
  '/api/callbacks': { id: callbackId },
  '/api/call-views': { id: viewId },
  '/api/staff': { login: 'seseorang' },
  '/api/flows': { number: '1', content: '0'.repeat(64) },
})

/**
 * Of the same kind, but another's: for whom it must not be there at all. Null where whoever has the permission has it for every such
 * thing. A route with parameters that stands in neither table fails the test: its author has to say.
 */
const foreignOf = ({
  theirs,
  conversationId,
  offerId,
  viewId,
}: Things): Readonly<Record<string, { readonly values: Parameters; readonly who: Role } | null>> => ({
  '/api/tickets/:code': { values: { code: theirs }, who: 'agency' },
  '/api/tickets/:code/notes': { values: { code: theirs }, who: 'agency' },
  '/api/tickets/:code/assignment': { values: { code: theirs }, who: 'agency' },
  '/api/tickets/:code/answer': { values: { code: theirs }, who: 'agency' },
  '/api/tickets/:code/closing': { values: { code: theirs }, who: 'agency' },
  '/api/tickets/:code/steps': { values: { code: theirs }, who: 'agency' },
  '/api/calls/:callSid/recordings/:id/audio': { values: { callSid: 'CA2', id: 'RE1' }, who: 'operator' },
  '/api/conversations/:id/hold': { values: { id: conversationId }, who: 'operator' },
  '/api/conversations/:id/mute': { values: { id: conversationId }, who: 'operator' },
  '/api/conversations/:id/bring-in': { values: { id: conversationId }, who: 'operator' },
  '/api/conversations/:id/end': { values: { id: conversationId }, who: 'operator' },
  '/api/offers/:id/disposition': { values: { id: offerId }, who: 'operator' },
  '/api/calls/:callSid/draft': null,
  '/api/citizens/:id/history': null,
  '/api/callbacks/:id/ring': null,
  '/api/callbacks/:id/cancel': null,
  '/api/offers/:id/decline': { values: { id: offerId }, who: 'operator' },
  '/api/calls/:callSid': null,
  '/api/call-views/:id': { values: { id: viewId }, who: 'operator' },
  '/api/emergencies/:id/close': null,
  '/api/emergencies/:id/handover': null,
  '/api/recoveries/:id/ring': null,
  '/api/citizens/:id/nuisance': null,
  '/api/citizens/:id/nuisance/lift': null,
  '/api/recoveries/:id/close': null,
  '/api/citizens/:id/openings': null,
  '/api/drills/:id/stop': null,
  '/api/flows/publications/:number': null,
  '/api/flows/publications/:number/changes': null,
  '/api/flows/contents/:content/changes': null,
  '/api/staff/:login': null,
  '/api/staff/:login/closing': null,
  '/api/staff/:login/one-time-password': null,
  '/api/staff/:login/device': null,
  '/api/staff/:login/sessions': null,
  '/api/staff/:login/second-factor': null,
})

export const tablesOf = (things: Things) => ({ values: valuesOf(things), foreign: foreignOf(things) })
