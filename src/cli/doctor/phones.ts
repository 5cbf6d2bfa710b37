/** Whether everyone whom the site's ladders ring can be rung at all. */

import { lookup } from 'node:dns/promises'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { everyRung } from '../../emergency/ladder.ts'
import type { Target } from '../../flow/verbs.ts'
import { mayDial } from '../../house.ts'
import type { Site } from '../../site.ts'
import { targetProblem } from '../../telephony/target.ts'
import { type Finding, ok, problem, warning } from './finding.ts'

type Named = { readonly name: string; readonly target: Target }

/** Everyone once, by where the phone is. */
function everybody(site: Site): readonly Named[] {
  const rungs = Object.values(site.ladders).flatMap((plan) =>
    everyRung(plan).flatMap(({ name, target }) => (target.kind === 'operators' ? [] : [{ name, target }])),
  )
  const all = [...rungs, site.dutyLine, ...Object.values(site.targets), ...site.duties]
  return [...new Map(all.map(({ name, target }) => [JSON.stringify(target), { name, target }])).values()]
}

/** `resolve` rejects for a host that does not exist. */
async function examine(
  { name, target }: Named,
  site: Site,
  resolve: (host: string) => Promise<unknown>,
): Promise<Finding | null> {
  const why = targetProblem(target)
  if (why !== null || !mayDial(site)(target)) return problem('phoneRefused', { name, why: why ?? 'dialling' })
  if (target.kind === 'number' && target.byocTrunk === undefined) {
    const isValid = parsePhoneNumberFromString(target.number)?.isValid() === true
    return isValid ? null : problem('phoneInvalid', { name, number: target.number })
  }
  if (target.kind !== 'sip') return null
  const host = target.uri.replace(/^.*@/, '').replace(/[:;].*$/, '')
  return resolve(host).then(
    () => null,
    () => warning('phoneNoHost', { name, host }),
  )
}

export async function examinePhones(
  site: Site,
  resolve: (host: string) => Promise<unknown> = (host) => lookup(host),
): Promise<readonly Finding[]> {
  const all = everybody(site)
  const found = (await Promise.all(all.map((one) => examine(one, site, resolve)))).filter((one) => one !== null)
  return found.some(({ state }) => state === 'problem') ? found : [ok('phones', { count: all.length }), ...found]
}
