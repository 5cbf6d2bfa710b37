import { Alert, Anchor, Group, Text } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Moment } from '../moment.tsx'
import { mayEnter } from '../places.ts'
import type { Alarm, Me } from '../views.ts'
import { soundAlarm } from './alarm-sound.ts'
import { keyOf, placeFor, useAlarmWords } from './alarm-words.ts'
import { useRoom } from './room-queries.ts'

/** A sound for every alarm that was not there before. */
function useSound(alarms: readonly Alarm[]): void {
  const known = useRef<ReadonlySet<string>>(new Set())
  const keys = alarms.map(keyOf).join('\n')
  useEffect(() => {
    const present = new Set(keys === '' ? [] : keys.split('\n'))
    const isNew = [...present].some((key) => !known.current.has(key))
    known.current = present
    if (isNew) void soundAlarm().catch(() => {})
  }, [keys])
}

function seeing(place: string): string {
  if (place.startsWith('/admin/')) return place.slice('/admin/'.length)
  return place === '/room' ? 'room' : place.startsWith('/tickets/') ? 'ticket' : 'emergencies'
}

function Way({ to, me }: { readonly to: string; readonly me: Me }) {
  const { t } = useTranslation()
  if (!mayEnter(me, to)) return null
  return (
    <Anchor component={Link} href={to} size="sm" c="inherit" underline="always">
      {t(`alarm.see.${seeing(to)}`)}
    </Anchor>
  )
}

const none: readonly Alarm[] = []

/** What nobody may overlook, on every page of whoever may see the room; nothing stands here when all is well. */
export function AlarmBanner({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const words = useAlarmWords()
  const alarms = useRoom()?.alarms ?? none
  useSound(alarms)
  if (alarms.length === 0) return null
  return (
    <Alert
      color="red"
      variant="light"
      radius={0}
      py="xs"
      role="alert"
      title={t('alarm.title', { count: alarms.length })}
      icon={<TriangleAlert size={18} aria-hidden />}
    >
      {alarms.map((alarm) => (
        <Group key={keyOf(alarm)} gap="xs">
          <Text size="sm" fw={600}>
            {words(alarm)}
          </Text>
          {alarm.since !== null && (
            <Text size="sm">
              {t('alarm.since')} <Moment at={alarm.since} />
            </Text>
          )}
          <Way to={placeFor(alarm)} me={me} />
        </Group>
      ))}
    </Alert>
  )
}
