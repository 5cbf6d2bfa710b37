import { Anchor, Center, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Trouble } from '../trouble.tsx'
import { FrictionWords, Lift } from './friction.tsx'
import { useNuisances } from './nuisance-queries.ts'

/** Numbers that were used for pranks lately: what they meet, and a way to take it back. */
export function NuisancePage() {
  const { t } = useTranslation()
  const { data, error, refetch } = useNuisances()
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Title order={1} fz="xl">
          {t('nuisance.title')}
        </Title>
        <Anchor component={Link} href="/room">
          {t('nuisance.back')}
        </Anchor>
      </Group>
      <Text size="sm" c="dimmed" mb="md">
        {t('nuisance.advice')}
      </Text>
      {error !== null && data === undefined && <Trouble error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && (
        <Center p="xl">
          <Loader />
        </Center>
      )}
      {data?.numbers.length === 0 && <Text c="dimmed">{t('nuisance.none')}</Text>}
      <Stack>
        {data?.numbers.map((nuisance) => (
          <Paper
            key={nuisance.citizenId}
            withBorder
            p="md"
            component="article"
            aria-label={nuisance.caller ?? t('call.withheld')}
          >
            <Group justify="space-between" align="start">
              <div>
                <Title order={2} fz="md" mb={4}>
                  {nuisance.caller ?? t('call.withheld')}
                </Title>
                <FrictionWords nuisance={nuisance} />
              </div>
              {nuisance.friction !== 'none' && <Lift citizenId={nuisance.citizenId} />}
            </Group>
          </Paper>
        ))}
      </Stack>
    </>
  )
}
