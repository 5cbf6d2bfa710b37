import { ActionIcon, Badge, Group, Text, Title } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { Circle, Ear, EarOff, Grid3x3, MicOff, Pause } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readableAddress } from './address.ts'
import type { Conversation, Phone } from './phones-api.ts'
import classes from './phones-page.module.css'
import { StateIcon } from './state-icon.tsx'

const stateColors = { idle: 'gray', dialling: 'blue', ringing: 'orange', 'in-call': 'sea' } as const

type Properties = {
  readonly phone: Phone
  readonly scale: number
  readonly listening: boolean
  readonly onListen: () => void
}

/** Whose phone it is, and how its call stands. */
export function PhoneHead({ phone, scale, listening, onListen }: Properties) {
  const { t } = useTranslation()
  return (
    <div className={classes.head}>
      <div className={classes.headRow}>
        <div className={classes.who}>
          <Title order={3} fz="md" lh={1.3}>
            {phone.label}
          </Title>
          <Text size="sm" c="dimmed" className={classes.figures} truncate lh={1.35}>
            {phone.address === 'anonymous' ? t('anonymous') : readableAddress(phone.address)}
          </Text>
        </div>
        <Badge
          size="lg"
          tt="none"
          variant="light"
          color={stateColors[phone.state]}
          leftSection={<StateIcon state={phone.state} size={14} />}
          data-testid="state"
        >
          {t(`state.${phone.state}`)}
        </Badge>
        <ActionIcon
          size="lg"
          variant={listening ? 'filled' : 'default'}
          aria-pressed={listening}
          aria-label={t(listening ? 'listening' : 'listen')}
          title={t(listening ? 'listening' : 'listen')}
          onClick={onListen}
        >
          {listening ? <Ear size={18} aria-hidden /> : <EarOff size={18} aria-hidden />}
        </ActionIcon>
      </div>
      <div className={classes.callRow}>
        {phone.call !== null && <CallLine call={phone.call} scale={scale} ringing={phone.state === 'ringing'} />}
      </div>
    </div>
  )
}

function CallLine({
  call,
  scale,
  ringing,
}: {
  readonly call: Conversation
  readonly scale: number
  readonly ringing: boolean
}) {
  const { t } = useTranslation()
  const others = call.with.length > 0 ? call.with.join(', ') : readableAddress(call.peer)
  const relation = ringing ? 'callFrom' : call.with.length > 0 ? 'with' : 'peer'
  return (
    <>
      <Timer key={call.callSid} since={call.since} scale={scale} />
      <Text size="sm" truncate title={others}>
        {t(relation, { who: others })}
      </Text>
      <Group gap={4} wrap="nowrap" ml="auto">
        {call.listening && <Mark label={t('awaitsKeys')} color="blue" icon={<Grid3x3 size={12} aria-hidden />} />}
        {call.recording && (
          <Mark label={t('recording')} color="red" icon={<Circle size={12} fill="currentColor" aria-hidden />} />
        )}
        {call.hold && <Mark label={t('hold')} color="orange" icon={<Pause size={12} aria-hidden />} />}
        {call.muted && <Mark label={t('muted')} color="gray" icon={<MicOff size={12} aria-hidden />} />}
      </Group>
    </>
  )
}

function Mark({ label, color, icon }: { readonly label: string; readonly color: string; readonly icon: ReactNode }) {
  return (
    <Badge size="sm" tt="none" variant="light" color={color} leftSection={icon}>
      {label}
    </Badge>
  )
}

/** Simulated minutes and seconds since the call began; at another speed counted from when this page first saw the call. */
function Timer({ since, scale }: { readonly since: number; readonly scale: number }) {
  const [seenAt] = useState(Date.now)
  const [now, setNow] = useState(seenAt)
  useInterval(() => setNow(Date.now()), 1000, { autoInvoke: true })
  const simulated = scale === 1 ? now - since : scale === 0 ? 0 : (now - seenAt) / scale
  const seconds = Math.max(0, Math.floor(simulated / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  return (
    <Text component="time" size="sm" fw={700} className={classes.figures} aria-live="off">
      {two(Math.floor(seconds / 60))}:{two(seconds % 60)}
    </Text>
  )
}
