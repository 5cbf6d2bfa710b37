import { Anchor, Center, Group, Loader, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { EmergencyCard } from './emergency-card.tsx'
import { useEmergencies } from './queries.ts'
import { useNow } from './ticking.ts'
import { Trouble } from './trouble.tsx'
import type { Me } from './views.ts'

/** Those that nobody has come first: whoever looks here looks for them. */
const order = { raised: 0, dropped: 1, acknowledged: 2, closed: 3 } as const

/** Every emergency that somebody has to look at. */
export function EmergencyPage({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const { data, error, dataUpdatedAt, refetch } = useEmergencies(true)
  const mine = useNow()
  // Seconds are counted from the server's clock; this machine's may be wrong.
  const now = data === undefined ? mine : mine + (Date.parse(data.at) - dataUpdatedAt)
  const emergencies = data?.emergencies.toSorted((a, b) => order[a.state] - order[b.state])
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Title order={1} fz="xl">
          {t('nav.emergencies')}
        </Title>
        <Anchor component={Link} href="/emergencies/recoveries">
          {t('recovery.title')}
        </Anchor>
      </Group>
      {error !== null && data === undefined && <Trouble error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && (
        <Center p="xl">
          <Loader />
        </Center>
      )}
      {emergencies?.length === 0 && <Text c="dimmed">{t('emergency.none')}</Text>}
      <Stack>
        {emergencies?.map((emergency) => (
          <EmergencyCard
            key={emergency.id}
            emergency={emergency}
            now={now}
            mayClose={me.permissions.includes('emergencies:close')}
            mayHandOver={me.permissions.includes('emergencies:hand-over')}
          />
        ))}
      </Stack>
    </>
  )
}
