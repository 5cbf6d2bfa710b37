import { Alert, Badge, Button, Divider, Group, Kbd, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import { Phone, PhoneIncoming, PhoneOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useSoftphone } from '../softphone/use-softphone.ts'
import type { Desk, Me } from '../views.ts'
import { Caller, Heard, OpenTickets } from './caller-facts.tsx'
import { Until, useSecondsUntil } from './counting.tsx'
import classes from './desk.module.css'
import { useDecline } from './desk-queries.ts'
import { keys, useShortcut } from './shortcut.ts'

type Offer = NonNullable<Desk['offer']>

function titleOf({ urgent, isAway }: { readonly urgent: boolean; readonly isAway: boolean }): string {
  if (isAway) return urgent ? 'desk.ring.dropped' : 'desk.ring.callback'
  return urgent ? 'desk.ring.emergency' : 'desk.ring.title'
}

/** Somebody calls, or has to be called back: who, why me, what was pressed and said; accepted by one key. */
export function RingCard({ offer, desk, me }: { readonly offer: Offer; readonly desk: Desk; readonly me: Me }) {
  const { t } = useTranslation()
  const { call } = offer
  const urgent = call.emergency !== null
  const isAway = call.endedAt !== null
  return (
    <Paper
      withBorder
      p="md"
      component="section"
      aria-label={t('desk.ring.title')}
      className={classes.ring}
      data-urgent={urgent || undefined}
    >
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <PhoneIncoming size={20} aria-hidden />
            <Title order={2} fz="md">
              {t(titleOf({ urgent, isAway }))}
            </Title>
          </Group>
          <Badge tt="none" variant="light" color={urgent ? 'red' : 'blue'}>
            {t(`desk.why.${offer.reason}`, { defaultValue: offer.reason })}
          </Badge>
        </Group>
        <Caller call={call} />
        {isAway && <Text size="sm">{t('desk.ring.away')}</Text>}
        <Answering offer={offer} desk={desk} urgent={urgent} />
        <Lease offer={offer} />
        <Divider />
        <Heard call={call} me={me} />
        <OpenTickets call={call} />
      </Stack>
    </Paper>
  )
}

/** How it is accepted: here, or on the phone that rings now. */
function Answering({ offer, desk, urgent }: { readonly offer: Offer; readonly desk: Desk; readonly urgent: boolean }) {
  const { t } = useTranslation()
  const softphone = useSoftphone()
  const decline = useDecline()
  const isHere = desk.me.deviceKind === 'browser'
  const isConnecting = softphone.state === 'connecting' || softphone.state === 'starting'
  async function accept(): Promise<void> {
    if (softphone.state === 'off' || softphone.state === 'lost') await softphone.start()
    await softphone.connect(offer.id)
  }
  useShortcut(keys.accept, isHere && !isConnecting ? () => void accept() : null)
  return (
    <Stack gap="xs">
      {!isHere && (
        <Alert color="blue" icon={<Phone size={18} aria-hidden />} title={t('desk.ring.onPhone')}>
          {t('desk.ring.pressOne', { device: desk.me.device ?? '' })}
        </Alert>
      )}
      {softphone.problem !== null && isHere && (
        <Alert color="red" role="alert">
          {t(`desk.line.problem.${softphone.problem}`)}
        </Alert>
      )}
      <Group grow preventGrowOverflow={false} wrap="nowrap">
        {isHere && (
          <Button
            size="lg"
            {...(urgent ? { color: 'red.8' } : {})}
            leftSection={<Phone size={20} aria-hidden />}
            rightSection={<Kbd className={classes.onButton}>{keys.accept}</Kbd>}
            aria-keyshortcuts={keys.accept}
            loading={isConnecting}
            onClick={() => void accept()}
          >
            {t('desk.ring.accept')}
          </Button>
        )}
        <Button
          size="lg"
          variant="default"
          leftSection={<PhoneOff size={18} aria-hidden />}
          loading={decline.isPending}
          onClick={() => decline.mutate(offer.id)}
        >
          {t('desk.ring.decline')}
        </Button>
      </Group>
    </Stack>
  )
}

/** How long it is mine. */
function Lease({ offer }: { readonly offer: Offer }) {
  const { t } = useTranslation()
  const whole = Math.max(1, (Date.parse(offer.expiresAt) - Date.parse(offer.offeredAt)) / 1000)
  const left = useSecondsUntil(offer.expiresAt)
  return (
    <div>
      <Progress value={(100 * left) / whole} size="sm" aria-label={t('desk.ring.left')} transitionDuration={900} />
      <Text size="xs" c="dimmed" mt={4}>
        {t('desk.ring.left')} <Until at={offer.expiresAt} />
      </Text>
    </div>
  )
}
