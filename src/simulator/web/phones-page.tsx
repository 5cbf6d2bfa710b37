import { Center, Loader, SegmentedControl, Stack, Text, VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveLine } from './live-line.ts'
import type { Heard, Role } from './phones-api.ts'
import classes from './phones-page.module.css'
import { RoleColumn } from './role-column.tsx'
import { startRinging } from './sound.ts'
import { speak, stopSpeaking } from './speech.ts'
import { StateIcon } from './state-icon.tsx'
import { TopBar } from './top-bar.tsx'
import { useHeadset } from './use-headset.ts'

const roles: readonly Role[] = ['citizen', 'operator', 'partner']

export function PhonesPage() {
  const { t } = useTranslation()
  const narrow = useMediaQuery('(max-width: 62em)', window.matchMedia('(max-width: 62em)').matches)
  const [shown, setShown] = useState<Role>('citizen')
  const [sound, setSound] = useState(false)
  const [voice, setVoice] = useState(false)
  const [chosen, setListening] = useState<string | null>(null)
  const hears = useRef<{ sound: boolean; phone: string | null }>({ sound, phone: null })
  const speakHeard = useCallback((heard: Heard) => {
    if (!hears.current.sound || heard.phone !== hears.current.phone) return
    if (heard.kind === 'speech' || heard.kind === 'person') speak(heard.text, heard.language)
  }, [])
  const [page, dispatch] = useLiveLine(speakHeard)

  const phones = page.line?.phones ?? []
  const listening = chosen ?? phones.find((phone) => phone.role === 'citizen')?.id ?? null
  const headset = useHeadset(listening, voice)
  hears.current = { sound, phone: listening }
  const listened = phones.find((phone) => phone.id === listening)
  const ringing = phones.filter((phone) => phone.state === 'ringing')

  const rings = sound && ringing.length > 0
  useEffect(() => (rings ? startRinging('ring') : undefined), [rings])
  const ringsBack = sound && !rings && listened?.state === 'dialling'
  useEffect(() => (ringsBack ? startRinging('ringback') : undefined), [ringsBack])
  const quiet = !sound || listened?.call === null
  useEffect(() => (quiet ? stopSpeaking() : undefined), [quiet])

  if (page.line === null)
    return (
      <Center h="100dvh">
        <Stack align="center" role="status">
          <Loader />
          <Text>{t('loading')}</Text>
        </Stack>
      </Center>
    )

  return (
    <div className={classes.page}>
      <TopBar
        line={page.line.line}
        scale={page.line.scale}
        live={page.live}
        sound={sound}
        onSound={setSound}
        headset={headset}
        voice={voice}
        onVoice={setVoice}
      />
      <VisuallyHidden role="status">
        {ringing.map((phone) => t('isRinging', { label: phone.label })).join('. ')}
      </VisuallyHidden>
      {narrow && (
        <nav className={classes.roles}>
          <SegmentedControl
            fullWidth
            aria-label={t('roles')}
            value={shown}
            onChange={(value) => setShown(roles.find((role) => role === value) ?? 'citizen')}
            data={roles.map((role) => ({
              value: role,
              label: <RoleName role={role} rings={ringing.some((phone) => phone.role === role)} />,
            }))}
          />
        </nav>
      )}
      <main className={classes.columns}>
        {roles.map((role) => (
          <RoleColumn
            key={role}
            role={role}
            hidden={narrow && shown !== role}
            phones={phones.filter((phone) => phone.role === role)}
            hotline={page.line?.line.numbers[0] ?? ''}
            scale={page.line?.scale ?? 1}
            transcripts={page.transcripts}
            listening={listening}
            sound={sound}
            onListen={setListening}
            dispatch={dispatch}
          />
        ))}
      </main>
    </div>
  )
}

function RoleName({ role, rings }: { readonly role: Role; readonly rings: boolean }) {
  const { t } = useTranslation()
  return (
    <span className={classes.roleName} data-rings={rings}>
      {rings && <StateIcon state="ringing" size={14} />}
      {t(`role.${role}`)}
      {rings && <VisuallyHidden>{t('state.ringing')}</VisuallyHidden>}
    </span>
  )
}
