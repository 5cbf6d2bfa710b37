import { Button, Group, Title } from '@mantine/core'
import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import type { CallFilter } from '../../call-schema.ts'
import { ListPage } from '../list-page.tsx'
import type { Me } from '../views.ts'
import { filterIn, queryOf } from './call-filter.ts'
import { useFoundCalls } from './call-queries.ts'
import { CallTableRow, callColumns } from './call-row.tsx'
import { FilterBar } from './filter-bar.tsx'
import { FilterPills } from './filter-pills.tsx'
import { SavedViews } from './saved-views.tsx'
import { SearchField } from './search-field.tsx'

/** The log of calls: what is looked for stands in the page's address, so that it can be kept, shared and gone back to. */
export function CallList({ me }: { readonly me: Me }) {
  const { t, i18n } = useTranslation()
  const [address, setAddress] = useSearchParams()
  const filter = filterIn(address)
  const look = (next: CallFilter) => setAddress(queryOf(next), { replace: false })
  const found = useFoundCalls(filter)
  const calls = found.data?.pages.flatMap((page) => page.calls)
  const isFiltered = address.size > 0
  const table = new URLSearchParams([...queryOf(filter), ['language', i18n.language]])
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Title order={1} fz="xl">
          {t('nav.calls')}
        </Title>
        <Group gap="xs">
          <SavedViews me={me} filter={filter} onChoose={look} />
          {me.permissions.includes('calls:export') && (
            <Button
              component="a"
              href={`/api/calls.csv?${table}`}
              download
              variant="default"
              leftSection={<Download size={16} aria-hidden />}
            >
              {t('log.table')}
            </Button>
          )}
        </Group>
      </Group>
      <SearchField key={filter.q ?? ''} me={me} filter={filter} onLook={look} />
      <FilterBar filter={filter} onChange={look} />
      <FilterPills filter={filter} caller={calls?.[0]?.caller ?? null} onChange={look} />
      <ListPage
        title={null}
        columns={callColumns.map((column) => t(`call.${column}`))}
        rows={calls?.map((call) => <CallTableRow key={call.callSid} call={call} />)}
        empty={t(isFiltered ? 'log.nothing' : 'call.none')}
        error={found.error}
        retry={() => void found.refetch()}
        more={found.hasNextPage ? { load: () => void found.fetchNextPage(), loading: found.isFetchingNextPage } : null}
      />
    </>
  )
}
