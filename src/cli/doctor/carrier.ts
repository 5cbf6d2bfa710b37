/** What the carrier's account says of our numbers, and its clock. */

import type { CarrierAccount } from '../../config.ts'
import { paths } from '../../telephony/urls.ts'
import { type Finding, ok, problem, warning, whyOf } from './finding.ts'

const patienceMilliseconds = 8_000
/** Signatures carry no time, but what is late by so much tells a wrong order in every timeline. */
const clockSeconds = 5

export type CarrierQuestion = {
  readonly carrier: Pick<CarrierAccount, 'accountSid' | 'authTokens' | 'apiKey' | 'apiUrl'>
  readonly publicUrl: string
  /** E.164 numbers that people dial. */
  readonly numbers: readonly string[]
  readonly clock: () => number
}

type NumberAtCarrier = {
  readonly phone_number?: string
  readonly voice_url?: string | null
  readonly voice_method?: string | null
  readonly voice_fallback_url?: string | null
  readonly status_callback?: string | null
}

const plain = (url: string | null | undefined) => (url ?? '').replace(/#.*$/, '')

async function ask({ carrier, clock }: CarrierQuestion) {
  const { accountSid, apiKey, authTokens, apiUrl } = carrier
  const [user, secret] = apiKey === null ? [accountSid, authTokens[0]] : [apiKey.sid, apiKey.secret]
  const url = `${apiUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json?PageSize=1000`
  const began = clock()
  const response = await fetch(url, {
    headers: { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` },
    signal: AbortSignal.timeout(patienceMilliseconds),
  })
  // The moment in the middle of the exchange is the best guess of when the header was written.
  const at = (began + clock()) / 2
  const text = await response.text()
  return { status: response.status, text, date: response.headers.get('date'), at }
}

/** How far a clock that tells whole seconds is from ours; null: it says nothing. */
function clockFinding(date: string | null, at: number): Finding {
  const told = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(told)) return warning('clockUnknown')
  const seconds = Math.round((told + 500 - at) / 1000)
  return Math.abs(seconds) > clockSeconds ? problem('clockWrong', { seconds }) : ok('clock')
}

async function examineFallback(number: string, fallbackUrl: string, publicUrl: string): Promise<Finding> {
  const facts = { number, url: fallbackUrl }
  if (new URL(fallbackUrl).host === new URL(publicUrl).host) return problem('fallbackSameHost', facts)
  try {
    const response = await fetch(fallbackUrl, { signal: AbortSignal.timeout(patienceMilliseconds) })
    const isTwiml = /<Response[\s/>]/.test(await response.text())
    return response.status === 200 && isTwiml
      ? ok('fallback', facts)
      : problem('fallbackBroken', { ...facts, status: response.status })
  } catch (error) {
    return problem('fallbackBroken', { ...facts, status: whyOf(error) })
  }
}

async function examineNumber(
  number: string,
  known: NumberAtCarrier | undefined,
  publicUrl: string,
): Promise<readonly Finding[]> {
  if (known === undefined) return [warning('numberUnknown', { number })]
  const wanted = publicUrl + paths.arrival
  const findings: Finding[] = []
  if (plain(known.voice_url) !== wanted) findings.push(problem('numberElsewhere', { number, url: wanted }))
  else if (known.voice_method?.toUpperCase() === 'GET') findings.push(warning('numberByGet', { number }))
  else findings.push(ok('number', { number }))
  if (plain(known.status_callback) !== publicUrl + paths.status)
    findings.push(problem('numberNoStatus', { number, url: publicUrl + paths.status }))
  const fallback = plain(known.voice_fallback_url)
  findings.push(
    URL.canParse(fallback) ? await examineFallback(number, fallback, publicUrl) : problem('fallbackNone', { number }),
  )
  return findings
}

export async function examineCarrier(question: CarrierQuestion): Promise<readonly Finding[]> {
  const host = new URL(question.carrier.apiUrl).host
  try {
    const { status, text, date, at } = await ask(question)
    if (status === 401 || status === 403) return [problem('carrierRefuses', { host, status })]
    if (status !== 200) return [problem('carrierAnswers', { host, status })]
    const found = JSON.parse(text) as { readonly incoming_phone_numbers?: readonly NumberAtCarrier[] }
    const known = new Map((found.incoming_phone_numbers ?? []).map((one) => [one.phone_number, one]))
    const numbers = await Promise.all(
      question.numbers.map((number) => examineNumber(number, known.get(number), question.publicUrl)),
    )
    return [ok('carrier', { host }), clockFinding(date, at), ...numbers.flat()]
  } catch (error) {
    return [problem('carrierUnreachable', { host, why: whyOf(error) })]
  }
}
