import { ActionIcon, Text, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { readCode } from '../../../tickets/code.ts'
import type { CallFilter } from '../../call-schema.ts'
import type { Me } from '../views.ts'
import { changed, looksLikeNumber } from './call-filter.ts'
import { useCallerLookup } from './call-queries.ts'

type Properties = { readonly me: Me; readonly filter: CallFilter; readonly onLook: (filter: CallFilter) => void }

/** Words go into the page's address; a ticket's number leads to the ticket; a number does not: it is asked for by itself, and only who it is stands there. */
export function SearchField({ me, filter, onLook }: Properties) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(filter.q ?? '')
  const [, goTo] = useLocation()
  const lookup = useCallerLookup()
  const mayLookUp = me.permissions.includes('citizens:open')

  const search = (event: FormEvent) => {
    event.preventDefault()
    lookup.reset()
    const words = typed.trim()
    const ticket = readCode(words)
    if (ticket !== null) return goTo(`/tickets/${ticket}`)
    if (!looksLikeNumber(words)) return onLook(changed(filter, 'q', words))
    if (!mayLookUp) return
    lookup.mutate(words, {
      onSuccess: ({ caller }) => {
        if (caller === null) return
        setTyped('')
        onLook(changed(changed(filter, 'q', null), 'caller', caller))
      },
    })
  }

  const isNumber = looksLikeNumber(typed) && readCode(typed.trim()) === null
  const problem = !isNumber
    ? null
    : !mayLookUp
      ? t('log.numberForbidden')
      : lookup.isError
        ? t('trouble.notSaved')
        : lookup.data?.caller === null
          ? t('log.numberUnknown')
          : null
  return (
    <form onSubmit={search}>
      <TextInput
        size="md"
        type="search"
        label={t('log.search')}
        description={t('log.searchHint')}
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={problem}
        rightSection={
          <ActionIcon type="submit" variant="subtle" size="lg" loading={lookup.isPending} aria-label={t('log.find')}>
            <Search size={18} aria-hidden />
          </ActionIcon>
        }
      />
      {isNumber && mayLookUp && problem === null && (
        <Text size="sm" c="dimmed" mt={4}>
          {t('log.numberHint')}
        </Text>
      )}
    </form>
  )
}
