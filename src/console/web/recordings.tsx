import { Paper, Text, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Playback } from './calls/playback.ts'
import classes from './console.module.css'
import { Moment, readableDuration } from './moment.tsx'
import type { Recording } from './views.ts'

/** The player, which goes to a place and plays as soon as it is asked for one. */
function usePlace(id: string, playback: Playback | undefined) {
  const audio = useRef<HTMLAudioElement>(null)
  const wanted = playback?.wanted?.id === id ? playback.wanted : null
  useEffect(() => {
    const player = audio.current
    if (wanted === null || player === null) return
    const go = () => {
      player.currentTime = wanted.second
      void player.play().catch(() => {})
    }
    if (player.readyState >= HTMLMediaElement.HAVE_METADATA) return go()
    player.addEventListener('loadedmetadata', go, { once: true })
    player.load()
    return () => player.removeEventListener('loadedmetadata', go)
  }, [wanted])
  return audio
}

/** One recording, fetched only when somebody presses play: that is what the audit keeps. */
export function Player({
  callSid,
  id,
  label,
  playback,
}: {
  readonly callSid: string
  readonly id: string
  readonly label: string
  readonly playback?: Playback | undefined
}) {
  const { t } = useTranslation()
  const [isLost, setLost] = useState(false)
  const audio = usePlace(id, playback)
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
      ref={audio}
      controls
      preload="none"
      src={path}
      aria-label={label}
      className={classes.player}
      onError={() => setLost(true)}
      onTimeUpdate={({ currentTarget }) => playback?.tell(id, currentTarget.currentTime)}
      onPause={() => playback?.tell(id, null)}
    />
  )
}

/** What was recorded on a call. */
export function Recordings({
  callSid,
  recordings,
  playback,
}: {
  readonly callSid: string
  readonly recordings: readonly Recording[]
  readonly playback?: Playback
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
        {recordings.map(({ id, kind, at, durationSeconds, status }, index) => (
          <li key={id}>
            <span className={classes.kind}>{t(`recordings.${kind}`, { number: index + 1 })}</span>{' '}
            <span className={classes.fact}>
              <Moment at={at} seconds />
              {durationSeconds !== null && ` · ${readableDuration(durationSeconds)}`}
              {status !== 'completed' && ` · ${t(`recordings.status.${status}`, { defaultValue: status })}`}
            </span>
            {status === 'completed' && (
              <Player
                callSid={callSid}
                id={id}
                label={t(`recordings.${kind}`, { number: index + 1 })}
                playback={playback}
              />
            )}
          </li>
        ))}
      </ul>
    </Paper>
  )
}
