/** Whether the carrier finds us: our address from outside, its certificate, and its guard. */

import { once } from 'node:events'
import { connect } from 'node:tls'
import { sign, signatureHeader } from '../../telephony/signature.ts'
import { paths } from '../../telephony/urls.ts'
import { type Finding, ok, problem, warning, whyOf } from './finding.ts'

const patienceMilliseconds = 5_000
const dayMilliseconds = 86_400_000
const certificateDays = 14
/** What the carrier allows is 15 s; a caller who waits so long for each sentence hangs up. */
const slowMilliseconds = 1_500

export type Door = { readonly publicUrl: string; readonly authToken: string; readonly now: number }

const isLocal = (host: string) => /^(localhost|127\.|\[::1\])/.test(host)

/** Asks for a document that changes nothing: what a lone participant of a conference hears. */
async function ask({ publicUrl, authToken }: Door, isSigned: boolean): Promise<Response> {
  const url = publicUrl + paths.wait
  const form = { CallSid: 'CAdoctor' }
  const signature = isSigned ? sign(authToken, url, form) : undefined
  return fetch(url, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
    headers: signature === undefined ? {} : { [signatureHeader]: signature },
    signal: AbortSignal.timeout(patienceMilliseconds),
  })
}

export async function examineWebhook(door: Door): Promise<readonly Finding[]> {
  const facts = { url: door.publicUrl }
  try {
    const began = performance.now()
    const [signed, unsigned] = [await ask(door, true), await ask(door, false)]
    const milliseconds = Math.round((performance.now() - began) / 2)
    const isDocument = signed.headers.get('content-type')?.includes('xml') === true
    const status = { ...facts, status: signed.status }
    const findings: Finding[] = []
    if (signed.status === 403) findings.push(problem('webhookRefusesSigned', facts))
    else if (signed.status >= 300 && signed.status < 400) findings.push(problem('webhookRedirects', status))
    else if (signed.status !== 200 || !isDocument) findings.push(problem('webhookNotOurs', status))
    else
      findings.push(
        milliseconds > slowMilliseconds ? warning('webhookSlow', { ...facts, milliseconds }) : ok('webhook', facts),
      )
    findings.push(unsigned.status === 403 ? ok('guard') : problem('guardOpen', { status: unsigned.status }))
    return findings
  } catch (error) {
    return [problem('webhookUnreachable', { ...facts, why: whyOf(error) })]
  }
}

export async function examineCertificate({ publicUrl, now }: Door): Promise<readonly Finding[]> {
  const { protocol, hostname, port } = new URL(publicUrl)
  if (protocol !== 'https:') return isLocal(hostname) ? [] : [problem('certificateNone', { url: publicUrl })]
  const socket = connect({ host: hostname, port: Number(port || 443), servername: hostname, rejectUnauthorized: false })
  socket.setTimeout(patienceMilliseconds, () => socket.destroy(new Error('time-out')))
  try {
    await once(socket, 'secureConnect')
    const until = Date.parse(socket.getPeerCertificate().valid_to)
    const days = Math.floor((until - now) / dayMilliseconds)
    const facts = { host: hostname, days, why: String(socket.authorizationError ?? '') }
    if (days < 0) return [problem('certificateExpired', facts)]
    if (!socket.authorized) return [problem('certificateRefused', facts)]
    return [days < certificateDays ? warning('certificateSoon', facts) : ok('certificate', facts)]
  } catch (error) {
    return [problem('certificateUnread', { host: hostname, why: whyOf(error) })]
  } finally {
    socket.destroy()
  }
}
