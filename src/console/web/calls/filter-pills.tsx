import { Button } from '@mantine/core'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CallFilter } from '../../call-schema.ts'
import { useNames, useSite } from '../site.tsx'
import { changed, type FilterName, filterNames } from './call-filter.ts'
import { useOperators } from './call-queries.ts'
import classes from './calls.module.css'
import { dayAfter, dayOf } from './region-day.ts'

type Properties = {
  readonly filter: CallFilter
  /** Masked, of the first call that was found. */
  readonly caller: string | null
  readonly onChange: (filter: CallFilter) => void
}

/** What the list is narrowed to, each to be taken away by itself. */
export function FilterPills({ filter, caller, onChange }: Properties) {
  const { t } = useTranslation()
  const names = useNames()
  const { zone } = useSite()
  const operators = useOperators().data?.operators ?? []
  const given = filterNames.filter((name) => filter[name] !== undefined)
  if (given.length === 0) return null

  const words = (name: FilterName): string => {
    const value = String(filter[name])
    switch (name) {
      case 'q':
        return value
      case 'caller':
        return caller ?? t('log.thisNumber')
      case 'from':
        return dayOf(zone, Date.parse(value))
      case 'until':
        return dayAfter(dayOf(zone, Date.parse(value)), -1)
      case 'outcome':
        return t(`outcome.${value}`)
      case 'operator':
        return operators.find(({ staffId }) => staffId === value)?.name ?? '…'
      case 'node':
        return names('step', value)
      case 'lane':
      case 'topic':
      case 'district':
        return names(name, value)
      case 'emergency':
      case 'live':
        return t(`log.${name}.${value}`)
    }
  }
  return (
    <section className={classes.pills} aria-label={t('log.narrowed')}>
      {given.map((name) => (
        <Button
          key={name}
          size="compact-md"
          radius="xl"
          variant="light"
          rightSection={<X size={14} aria-hidden />}
          aria-label={t('log.remove', { what: `${t(`log.by.${name}`)}: ${words(name)}` })}
          onClick={() => onChange(changed(filter, name, null))}
        >
          {t(`log.by.${name}`)}: {words(name)}
        </Button>
      ))}
      {given.length > 1 && (
        <Button size="compact-md" variant="subtle" onClick={() => onChange({})}>
          {t('log.removeAll')}
        </Button>
      )}
    </section>
  )
}
