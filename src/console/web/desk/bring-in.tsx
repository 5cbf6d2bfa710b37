import { Button, Menu, ScrollArea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Building2, HeartPulse, UserRound, UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api.ts'
import { useSite } from '../site.tsx'
import type { Desk } from '../views.ts'

type What = '119' | 'staff' | 'agency'

/** A third into the conversation, without losing the caller: 119 first, then colleagues who are free, then agencies. */
export function BringIn({
  conversation,
  bring,
}: {
  readonly conversation: NonNullable<Desk['conversation']>
  readonly bring: (what: What, id?: string) => void
}) {
  const { t } = useTranslation()
  const { contacts, ladders } = useSite()
  const [opened, setOpened] = useState(false)
  const room = useQuery({
    queryKey: ['presence', 'room'],
    queryFn: () => ask('get', '/api/presence'),
    enabled: opened,
  })
  const inside = conversation.with.map(({ who }) => who)
  const free = room.data?.operators.filter(({ state, name }) => state === 'free' && !inside.includes(name)) ?? []
  return (
    <>
      <Button
        variant="default"
        justify="start"
        px="sm"
        leftSection={<HeartPulse size={18} aria-hidden />}
        onClick={() => bring('119')}
      >
        {t('desk.bring.119')}
      </Button>
      <Menu opened={opened} onChange={setOpened} position="bottom-start" width={280}>
        <Menu.Target>
          <Button variant="default" justify="start" px="sm" leftSection={<UserRoundPlus size={18} aria-hidden />}>
            {t('desk.bring.somebody')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <ScrollArea.Autosize mah={360} type="auto">
            {ladders.length > 1 && (
              <>
                <Menu.Label>{t('desk.bring.ladders')}</Menu.Label>
                {ladders.map(({ id, name }) => (
                  <Menu.Item
                    key={id}
                    leftSection={<HeartPulse size={16} aria-hidden />}
                    onClick={() => bring('119', id)}
                  >
                    {name}
                  </Menu.Item>
                ))}
                <Menu.Divider />
              </>
            )}
            <Menu.Label>{t('desk.bring.colleagues')}</Menu.Label>
            {free.length === 0 && <Menu.Item disabled>{t('desk.bring.nobody')}</Menu.Item>}
            {free.map(({ staffId, name }) => (
              <Menu.Item
                key={staffId}
                leftSection={<UserRound size={16} aria-hidden />}
                onClick={() => bring('staff', staffId)}
              >
                {name}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Label>{t('desk.bring.contacts')}</Menu.Label>
            {contacts.map(({ id, name }) => (
              <Menu.Item key={id} leftSection={<Building2 size={16} aria-hidden />} onClick={() => bring('agency', id)}>
                {name}
              </Menu.Item>
            ))}
          </ScrollArea.Autosize>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
