import { Anchor, Badge, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import tables from '../console.module.css'
import { readableDuration } from '../moment.tsx'
import { useNames } from '../site.tsx'
import { EmergencyBadge } from '../status-badge.tsx'
import type { RoomNow } from '../views.ts'
import { Panel, secondsFrom } from './panel.tsx'
import classes from './room.module.css'

type Caller = RoomNow['waiting'][number]

/** Everybody who waits, in the order in which they are offered. */
export function Waiting({ waiting, now }: { readonly waiting: readonly Caller[]; readonly now: number }) {
  const { t } = useTranslation()
  const names = useNames()
  return (
    <Panel title={t('room.waiting.title', { count: waiting.length })} className={classes.main ?? ''}>
      {waiting.length === 0 && <Text c="dimmed">{t('room.waiting.none')}</Text>}
      {waiting.length > 0 && (
        <Table.ScrollContainer minWidth={480}>
          <Table verticalSpacing="xs" className={tables.table ?? ''}>
            <Table.Thead>
              <Table.Tr>
                {(['position', 'caller', 'lane', 'since', 'ringing'] as const).map((column) => (
                  <Table.Th key={column}>{t(`room.waiting.${column}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {waiting.map((caller) => (
                <Table.Tr key={caller.callSid}>
                  <Table.Td>{caller.position}</Table.Td>
                  <Table.Td>
                    <Anchor component={Link} href={`/calls/${caller.callSid}`} size="sm">
                      {caller.caller ?? t('room.unnamed')}
                    </Anchor>
                    {caller.emergency !== null && <EmergencyBadge />}
                    {caller.returns > 0 && (
                      <Badge tt="none" variant="light" color="orange" ml="xs">
                        {t('room.waiting.returned')}
                      </Badge>
                    )}
                  </Table.Td>
                  <Table.Td>
                    {names('lane', caller.lane)}
                    {caller.isCallback && ` · ${t('room.callback')}`}
                  </Table.Td>
                  <Table.Td>{readableDuration(secondsFrom(caller.since, now))}</Table.Td>
                  <Table.Td>{caller.ringing === 0 ? '–' : caller.ringing}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  )
}
