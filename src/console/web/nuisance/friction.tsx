import { Badge, Button, Group, Text } from '@mantine/core'
import { Hourglass } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../moment.tsx'
import { ReasonDialog } from '../reason-dialog.tsx'
import type { Me, Nuisance } from '../views.ts'
import { useLift, useNuisance } from './nuisance-queries.ts'

const counted = ['prank', 'abusive', 'silent', 'call'] as const

/** What a number meets, and from what: `2 lelucon · 14 panggilan`. */
export function FrictionWords({ nuisance }: { readonly nuisance: Nuisance }) {
  const { t } = useTranslation()
  const { friction, counts, expiresAt, lifted } = nuisance
  const facts = counted
    .filter((kind) => counts[kind] > 0)
    .map((kind) => t(`nuisance.counts.${kind}`, { count: counts[kind] }))
  return (
    <div>
      <Group gap="xs">
        <Badge
          tt="none"
          variant="light"
          color={friction === 'none' ? 'gray' : 'orange'}
          leftSection={<Hourglass size={12} aria-hidden />}
        >
          {t(`nuisance.friction.${friction}`)}
        </Badge>
        <Text span size="sm">
          {facts.join(' · ')}
        </Text>
      </Group>
      {friction !== 'none' && expiresAt !== null && (
        <Text size="sm" c="dimmed">
          {t('nuisance.expires')} <Moment at={expiresAt} />
        </Text>
      )}
      {lifted !== null && (
        <Text size="sm" c="dimmed">
          {t('nuisance.lifted', { who: lifted.by, reason: lifted.reason })} <Moment at={lifted.at} />
        </Text>
      )}
    </div>
  )
}

/** Takes it back, with a reason. */
export function Lift({ citizenId }: { readonly citizenId: string }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const lift = useLift(citizenId)
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
        {t('nuisance.lift')}
      </Button>
      <ReasonDialog
        title={t('nuisance.liftTitle')}
        advice={t('nuisance.liftAdvice')}
        confirm={t('nuisance.liftConfirm')}
        opened={opened}
        isPending={lift.isPending}
        problem={lift.isError ? t('trouble.notSaved') : null}
        onConfirm={(reason) => lift.mutate(reason, { onSuccess: () => setOpened(false) })}
        onClose={() => setOpened(false)}
      />
    </>
  )
}

/** Of a caller on a page: `otherwise` stands here for a number that meets nothing and never did. */
export function Friction({
  citizenId,
  me,
  otherwise = null,
}: {
  readonly citizenId: string
  readonly me: Me | null
  readonly otherwise?: string | null
}) {
  const { data } = useNuisance(citizenId)
  if (data === undefined || (data.friction === 'none' && data.lifted === null)) return otherwise
  const mayLift = me?.permissions.includes('nuisance:lift') === true && data.friction !== 'none'
  return (
    <Group gap="sm" align="start">
      <FrictionWords nuisance={data} />
      {mayLift && <Lift citizenId={citizenId} />}
    </Group>
  )
}
