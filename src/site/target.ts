/** What may be dialled: refused here, at start, and not by the carrier in the middle of an emergency. */

import type { Target } from '../flow/verbs.ts'
import type { Dialling } from './facts.ts'

type Written = { readonly target: string; readonly byoc_trunk?: string }

/** A written target as the verbs want it; `why` says in words what is wrong. */
export function targetOf(
  written: Written,
  dialling: Dialling,
): { readonly outcome: 'target'; readonly target: Target } | { readonly outcome: 'refused'; readonly why: string } {
  const { target, byoc_trunk: trunk } = written
  if (/^sips?:/i.test(target))
    return trunk === undefined ? sip(target, dialling) : refused('a SIP address takes no trunk')
  if (/^[0-9]{1,6}$/.test(target)) {
    return trunk === undefined
      ? refused(
          `"${target}" is a bare short code, which the carrier cannot reach without byoc_trunk; or give a sip: address or a full number`,
        )
      : { outcome: 'target', target: { kind: 'number', number: target, byocTrunk: trunk } }
  }
  if (!/^\+[1-9][0-9]{6,14}$/.test(target))
    return refused(`"${target}" is not a number in the form +62..., nor a sip: address`)
  if (!dialling.prefixes.some((prefix) => target.startsWith(prefix))) {
    return refused(`"${target}" begins with none of dialling.prefixes (${dialling.prefixes.join(', ')})`)
  }
  const number = trunk === undefined ? { number: target } : { number: target, byocTrunk: trunk }
  return { outcome: 'target', target: { kind: 'number', ...number } }
}

function sip(uri: string, { sipHosts }: Dialling): ReturnType<typeof targetOf> {
  const parts = /^sips?:([A-Za-z0-9._+-]+)@([A-Za-z0-9.-]+)(:[0-9]{1,5})?(;[A-Za-z0-9=;._-]+)?$/i.exec(uri)
  const host = parts?.[2]?.toLowerCase()
  if (host === undefined) return refused(`"${uri}" is not a SIP address of the form sip:name@host`)
  if (!sipHosts.includes(host))
    return refused(`the host "${host}" is not in dialling.sip_hosts (${sipHosts.join(', ')})`)
  return { outcome: 'target', target: { kind: 'sip', uri } }
}

function refused(why: string): { readonly outcome: 'refused'; readonly why: string } {
  return { outcome: 'refused', why }
}
