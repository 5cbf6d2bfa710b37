import { Center, Loader } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Trouble } from '../trouble.tsx'

/** What was asked for, once it is there; until then that it is on its way, or out of reach. */
export function Loaded<Data>({
  query,
  children,
}: {
  readonly query: UseQueryResult<Data>
  readonly children: (data: Data) => ReactNode
}) {
  const { t } = useTranslation()
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />
  return (
    <Center p="xl">
      <Loader role="status" aria-label={t('admin.title')} />
    </Center>
  )
}
