/** What may be dialled: refused here, at start, and not by the carrier in the middle of an emergency. */

import { type Told, told } from '../flow/rules/told.ts'
import type { Target } from '../flow/verbs.ts'
import type { Dialling } from './facts.ts'

type Written = { readonly target: string; readonly byoc_trunk?: string }

/** A written target as the verbs want it; `why` says what is wrong. */
export function targetOf(
  written: Written,
  dialling: Dialling,
): { readonly outcome: 'target'; readonly target: Target } | { readonly outcome: 'refused'; readonly why: Told } {
  const { target, byoc_trunk: trunk } = written
  if (/^sips?:/i.test(target))
    return trunk === undefined ? sip(target, dialling) : refused(told('right-form', 'sip_trunk'))
  if (/^[0-9]{1,6}$/.test(target)) {
    return trunk === undefined
      ? refused(told('right-form', 'short_code', { target }))
      : { outcome: 'target', target: { kind: 'number', number: target, byocTrunk: trunk } }
  }
  if (!/^\+[1-9][0-9]{6,14}$/.test(target)) return refused(told('right-form', 'number', { target }))
  if (!dialling.prefixes.some((prefix) => target.startsWith(prefix))) {
    return refused(told('right-form', 'prefix', { target, known: dialling.prefixes.join(', ') }))
  }
  const number = trunk === undefined ? { number: target } : { number: target, byocTrunk: trunk }
  return { outcome: 'target', target: { kind: 'number', ...number } }
}

function sip(uri: string, { sipHosts }: Dialling): ReturnType<typeof targetOf> {
  const parts = /^sips?:([A-Za-z0-9._+-]+)@([A-Za-z0-9.-]+)(:[0-9]{1,5})?(;[A-Za-z0-9=;._-]+)?$/i.exec(uri)
  const host = parts?.[2]?.toLowerCase()
  if (host === undefined) return refused(told('right-form', 'sip_form', { target: uri }))
  if (!sipHosts.includes(host)) return refused(told('right-form', 'sip_host', { host, known: sipHosts.join(', ') }))
  return { outcome: 'target', target: { kind: 'sip', uri } }
}

function refused(why: Told): { readonly outcome: 'refused'; readonly why: Told } {
  return { outcome: 'refused', why }
}
