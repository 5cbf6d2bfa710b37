import { Paper, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './console.module.css'
import { Moment, readableDuration } from './moment.tsx'
import type { Recording } from './views.ts'

/** One recording, fetched only when somebody presses play: that is what the audit keeps. */
export function Player({
  callSid,
  id,
  label,
}: {
  readonly callSid: string
  readonly id: string
  readonly label: string
}) {
  const { t } = useTranslation()
  const [isLost, setLost] = useState(false)
  const path = `/api/calls/${encodeURIComponent(callSid)}/recordings/${encodeURIComponent(id)}/audio`
  if (isLost)
    return (
      <Text size="sm" role="alert">
        {t('recordings.lost')}
      </Text>
    )
  return (
    // biome-ignore lint/a11y/useMediaCaption: nobody has written down what is said here
    <audio
      controls
      preload="none"
      src={path}
      aria-label={label}
      className={classes.player}
      onError={() => setLost(true)}
    />
  )
}

/** What was recorded on a call. */
export function Recordings({
  callSid,
  recordings,
}: {
  readonly callSid: string
  readonly recordings: readonly Recording[]
}) {
  const { t } = useTranslation()
  return (
    <Paper withBorder p="md" component="section" aria-label={t('recordings.title')}>
      <Title order={2} fz="md" mb={4}>
        {t('recordings.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('recordings.advice')}
      </Text>
      <ul className={classes.legs}>
        {recordings.map(({ id, at, durationSeconds, status }, index) => (
          <li key={id}>
            <span className={classes.kind}>{t('recordings.one', { number: index + 1 })}</span>{' '}
            <span className={classes.fact}>
              <Moment at={at} seconds />
              {durationSeconds !== null && ` · ${readableDuration(durationSeconds)}`}
              {status !== 'completed' && ` · ${t(`recordings.status.${status}`, { defaultValue: status })}`}
            </span>
            {status === 'completed' && (
              <Player callSid={callSid} id={id} label={t('recordings.one', { number: index + 1 })} />
            )}
          </li>
        ))}
      </ul>
    </Paper>
  )
}
