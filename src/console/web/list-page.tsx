import { Button, Center, Loader, Paper, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './console.module.css'
import { Trouble } from './trouble.tsx'

type Properties = {
  /** Null where the page has its own heading. */
  readonly title: string | null
  readonly columns: readonly string[]
  /** Rows of the table; undefined while nothing has been read yet. */
  readonly rows: readonly ReactNode[] | undefined
  readonly empty: string
  readonly error: Error | null
  readonly retry: () => void
  readonly more: { readonly load: () => void; readonly loading: boolean } | null
}

/** One list: its heading, its table, and what stands there when it is empty, on its way or out of reach. */
export function ListPage({ title, columns, rows, empty, error, retry, more }: Properties) {
  const { t } = useTranslation()
  return (
    <>
      {title !== null && (
        <Title order={1} fz="xl" mb="sm">
          {title}
        </Title>
      )}
      {error !== null && <Trouble error={error} retry={retry} />}
      {rows === undefined && error === null && (
        <Center p="xl">
          <Loader />
        </Center>
      )}
      {rows?.length === 0 && <Text c="dimmed">{empty}</Text>}
      {rows !== undefined && rows.length > 0 && (
        <Paper withBorder>
          <Table.ScrollContainer minWidth={720}>
            <Table verticalSpacing="sm" highlightOnHover className={classes.table ?? ''}>
              <Table.Thead>
                <Table.Tr>
                  {columns.map((column) => (
                    <Table.Th key={column}>{column}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>{rows}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      {more !== null && (
        <Button mt="md" variant="default" loading={more.loading} onClick={more.load}>
          {t('more')}
        </Button>
      )}
    </>
  )
}
