import { Anchor, Button, Center, Group, Loader, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useNow } from '../ticking.ts'
import { Trouble } from '../trouble.tsx'
import type { Me } from '../views.ts'
import { RecoveryCard } from './recovery-card.tsx'
import { RecoveryMeasure } from './recovery-measure.tsx'
import { useRecoveries } from './recovery-queries.ts'

/** Every call for help that ended before a human had it, and what becomes of its caller. */
export function RecoveryPage({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const [which, setWhich] = useState<'open' | 'closed'>('open')
  const list = useRecoveries(which === 'open')
  const mine = useNow()
  const first = list.data?.pages[0]
  // Seconds are counted from the server's clock; this machine's may be wrong.
  const now = first === undefined ? mine : mine + (Date.parse(first.at) - list.dataUpdatedAt)
  const recoveries = list.data?.pages.flatMap((page) => page.recoveries)
  const mayAct = me.permissions.includes('emergencies:close')
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Title order={1} fz="xl">
          {t('recovery.title')}
        </Title>
        <Anchor component={Link} href="/emergencies">
          {t('recovery.back')}
        </Anchor>
      </Group>
      <Text size="sm" c="dimmed" mb="md">
        {t('recovery.advice')}
      </Text>
      {first !== undefined && <RecoveryMeasure measure={first.measure} />}
      <SegmentedControl
        mb="md"
        value={which}
        onChange={(value) => setWhich(value === 'closed' ? 'closed' : 'open')}
        data={[
          { value: 'open', label: t('recovery.filter.open') },
          { value: 'closed', label: t('recovery.filter.closed') },
        ]}
        aria-label={t('recovery.filter.label')}
      />
      {list.error !== null && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {recoveries === undefined && list.error === null && (
        <Center p="xl">
          <Loader />
        </Center>
      )}
      {recoveries?.length === 0 && <Text c="dimmed">{t(`recovery.none.${which}`)}</Text>}
      <Stack>
        {recoveries?.map((recovery) => (
          <RecoveryCard key={recovery.id} recovery={recovery} now={now} mayAct={mayAct} />
        ))}
      </Stack>
      {list.hasNextPage && (
        <Button mt="md" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  )
}
