/** The emergency ladders of `site.yaml`: who is called in which order at which hours, and who is texted meanwhile. Pure. */

import type { LadderPlan, Officer, Rung, RungTarget } from '../emergency/ladder.ts'
import type { Problem } from '../flow/flow.ts'
import { type Told, told, unknown } from '../flow/rules/told.ts'
import type { Target } from '../flow/verbs.ts'
import type { Path, YamlFile } from '../flow/yaml.ts'
import type { Dialling } from './facts.ts'
import type { SiteFileSpec } from './schema.ts'

/** Of a bridged control room: so many seconds of conversation acknowledge, unless the file says otherwise. */
const TALK_SECONDS = 20

type RungSpec = SiteFileSpec['ladders'][string]['rungs'][number]
export type Resolve = (written: { target: string; byoc_trunk?: string }, path: Path) => Target

/** Every refused phone, lane, calendar and number at its line; `resolve` tells of phones. */
export function readLadders(
  spec: SiteFileSpec,
  file: YamlFile,
  dialling: Dialling,
  resolve: Resolve,
): { readonly ladders: Readonly<Record<string, LadderPlan>>; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const tell = (path: Path, said: Told): void => {
    problems.push(file.problem(path, said))
  }

  function targetOf(rung: RungSpec, path: Path): RungTarget {
    const { target, byoc_trunk, operators } = rung
    if (operators !== undefined) {
      if (target !== undefined) tell([...path, 'operators'], told('right-form', 'lane_both'))
      if (byoc_trunk !== undefined) tell([...path, 'byoc_trunk'], told('right-form', 'lane_trunk'))
      if (!Object.hasOwn(spec.lanes, operators))
        tell([...path, 'operators'], unknown('lane', operators, Object.keys(spec.lanes)))
      return { kind: 'operators', lane: operators }
    }
    if (target === undefined) {
      tell(path, told('right-form', 'rung_empty'))
      return { kind: 'operators', lane: '' }
    }
    if (rung.accepts === undefined) tell(path, told('right-form', 'rung_accepts'))
    return resolve({ target, ...(byoc_trunk && { byoc_trunk }) }, path)
  }

  const rungsOf = (written: readonly RungSpec[], path: Path): readonly Rung[] =>
    written.map((rung, index) => {
      const at = [...path, index]
      if (written.findIndex(({ name }) => name === rung.name) !== index) {
        tell([...at, 'name'], told('right-form', 'twice', { name: rung.name }))
      }
      if (rung.drill === true && rung.operators !== undefined) {
        tell([...at, 'drill'], told('right-form', 'drill_group'))
      }
      return {
        name: rung.name,
        target: targetOf(rung, at),
        accepts: rung.accepts ?? 'key',
        ringSeconds: rung.ring_seconds,
        talkSeconds: rung.talk_seconds ?? TALK_SECONDS,
        ...(rung.drill === true && { isDrilled: true }),
      }
    })

  function officersOf(written: readonly Officer[], path: Path): readonly Officer[] {
    for (const [index, { number }] of written.entries()) {
      const at = [...path, index, 'number']
      if (!dialling.prefixes.some((prefix) => number.startsWith(prefix))) {
        tell(at, told('right-form', 'prefix', { target: number, known: dialling.prefixes.join(', ') }))
      }
      if (written.findIndex((other) => other.number === number) !== index)
        tell(at, told('right-form', 'twice', { name: number }))
    }
    return written
  }

  const ladders = Object.entries(spec.ladders).map(([kind, ladder]): [string, LadderPlan] => {
    const path = ['ladders', kind]
    const plan = {
      kind,
      label: ladder.label,
      atOnce: ladder.at_once ?? 1,
      maxCallsPerTarget: ladder.max_calls_per_target,
      rungs: rungsOf(ladder.rungs, [...path, 'rungs']),
      variants: (ladder.variants ?? []).map(({ during, rungs }, index) => {
        const at = [...path, 'variants', index]
        if (!Object.hasOwn(spec.calendars, during)) {
          tell([...at, 'during'], unknown('calendar', during, Object.keys(spec.calendars)))
        }
        return { during, rungs: rungsOf(rungs, [...at, 'rungs']) }
      }),
      texts: officersOf(ladder.texts ?? [], [...path, 'texts']),
    }
    return [kind, plan]
  })
  if (ladders.length === 0) tell(['ladders'], told('right-form', 'no_ladder'))
  return { ladders: Object.fromEntries(ladders), problems }
}
