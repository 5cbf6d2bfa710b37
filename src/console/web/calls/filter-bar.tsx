import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { callOutcomes } from '../../call-outcome.ts'
import type { CallFilter } from '../../call-schema.ts'
import { useNames, useSite } from '../site.tsx'
import { changed, type FilterName } from './call-filter.ts'
import { useOperators } from './call-queries.ts'
import classes from './calls.module.css'
import { beginOf, dayAfter, dayOf } from './region-day.ts'

type Properties = { readonly filter: CallFilter; readonly onChange: (filter: CallFilter) => void }
type Choice = readonly [value: string, label: string]

/** On a small screen the fields are shown when they are asked for: the calls come first. */
export function FilterBar(properties: Properties) {
  const { t } = useTranslation()
  const isSmall = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const [isOpen, setOpen] = useState(false)
  if (!isSmall) return <Fields {...properties} />
  return (
    <>
      <Button
        variant="default"
        my="sm"
        leftSection={<SlidersHorizontal size={16} aria-hidden />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {t('log.filters')}
      </Button>
      {isOpen && <Fields {...properties} />}
    </>
  )
}

/** Everything that calls are chosen by, each in its field; a native field works with every keyboard and on every phone. */
function Fields({ filter, onChange }: Properties) {
  const { t } = useTranslation()
  const site = useSite()
  const names = useNames()
  const operators = useOperators().data?.operators ?? []
  const steps = site.steps
    .map(({ id }): Choice => [id, names('step', id)])
    .toSorted(([, a], [, b]) => a.localeCompare(b))

  const choose = (name: FilterName, choices: readonly Choice[]) => (
    <NativeSelect
      label={t(`log.by.${name}`)}
      value={String(filter[name] ?? '')}
      onChange={({ currentTarget: { value } }) =>
        onChange(changed(filter, name, value === 'true' ? true : value === 'false' ? false : value))
      }
      data={[{ value: '', label: t('log.any') }, ...choices.map(([value, label]) => ({ value, label }))]}
    />
  )
  const named = (list: readonly { readonly id: string; readonly name: string }[]) =>
    list.map(({ id, name }): Choice => [id, name])
  const flag = (name: 'emergency' | 'live'): readonly Choice[] => [
    ['true', t(`log.${name}.true`)],
    ['false', t(`log.${name}.false`)],
  ]
  /** The last day is part of what is looked for; the interface wants the moment at which the next one begins. */
  const day = (name: 'from' | 'until', shift: 0 | 1) => (
    <TextInput
      type="date"
      label={t(`log.by.${name}`)}
      value={filter[name] === undefined ? '' : dayAfter(dayOf(site.zone, Date.parse(filter[name])), -shift)}
      onChange={({ currentTarget: { value } }) =>
        onChange(changed(filter, name, value === '' ? null : (beginOf(site.zone, dayAfter(value, shift)) ?? null)))
      }
    />
  )
  return (
    <section className={classes.filters} aria-label={t('log.filters')}>
      {day('from', 0)}
      {day('until', 1)}
      {choose(
        'outcome',
        callOutcomes.map((outcome) => [outcome, t(`outcome.${outcome}`)]),
      )}
      {choose('lane', named(site.lanes))}
      {choose(
        'operator',
        operators.map(({ staffId, name }): Choice => [staffId, name]),
      )}
      {choose('topic', named(site.topics))}
      {choose('district', named(site.districts))}
      {choose('node', steps)}
      {choose('emergency', flag('emergency'))}
      {choose('live', flag('live'))}
    </section>
  )
}
