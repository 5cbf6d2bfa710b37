import { Anchor, Center, Group, Loader, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Me } from '../views.ts'
import { Callbacks } from './callbacks.tsx'
import { Lanes } from './lanes.tsx'
import { Operators } from './operators.tsx'
import classes from './room.module.css'
import { RoomEmergencies } from './room-emergencies.tsx'
import { useRoom, useServerNow } from './room-queries.ts'
import { Waiting } from './waiting.tsx'

/** The room at this moment: who does what with whom, how the lanes stand, who waits. */
export function RoomPage({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const room = useRoom()
  const now = useServerNow()
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Title order={1} fz="xl">
          {t('nav.room')}
        </Title>
        <Group gap="md">
          {me.permissions.includes('nuisance:lift') && (
            <Anchor component={Link} href="/room/nuisances" size="sm">
              {t('nuisance.title')}
            </Anchor>
          )}
          {room !== undefined && (
            <Text size="sm" c="dimmed" role="status">
              {t(room.isOpen ? 'room.open' : 'room.closed')}
            </Text>
          )}
        </Group>
      </Group>
      {room === undefined ? (
        <Center p="xl">
          <Loader />
        </Center>
      ) : (
        <div className={classes.room}>
          <Lanes lanes={room.lanes} now={now} />
          <Operators operators={room.operators} now={now} />
          <Waiting waiting={room.waiting} now={now} />
          <div className={classes.beside}>
            <RoomEmergencies emergencies={room.emergencies} now={now} />
            <Callbacks callbacks={room.callbacks} now={now} />
          </div>
        </div>
      )}
    </>
  )
}
