import { Badge, Group, SegmentedControl, Switch, Text, Title } from '@mantine/core'
import { Mic, MicOff, Radio, Unplug, Volume2, VolumeX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { readableAddress } from './address.ts'
import { chooseLanguage, languages } from './language.ts'
import type { Line } from './phones-api.ts'
import classes from './phones-page.module.css'
import type { HeadsetState } from './use-headset.ts'

type Properties = {
  readonly line: Line
  readonly scale: number
  readonly live: boolean
  readonly sound: boolean
  readonly onSound: (sound: boolean) => void
  readonly headset: HeadsetState
  readonly voice: boolean
  readonly onVoice: (voice: boolean) => void
}

export function TopBar({ line, scale, live, sound, onSound, headset, voice, onVoice }: Properties) {
  const { t, i18n } = useTranslation()
  return (
    <header className={classes.top}>
      <div className={classes.name}>
        <Title order={1} fz="lg" lh={1.25}>
          {line.name}
        </Title>
        <Text size="xs" c="dimmed" lh={1.35} className={classes.purpose}>
          {t('purpose')}
        </Text>
      </div>
      <div className={classes.numbers}>
        <Text size="xs" c="dimmed" lh={1.3}>
          {t('line')}
        </Text>
        <Text fw={700} className={classes.figures} lh={1.3}>
          {line.numbers.map((number) => readableAddress(number)).join(` ${t('or')} `)}
        </Text>
      </div>
      <Group gap="sm" className={classes.tools}>
        {scale !== 1 && (
          <Badge variant="default" tt="none">
            {scale === 0 ? t('fullSpeed') : t('speed', { times: Math.round(10 / scale) / 10 })}
          </Badge>
        )}
        <Badge
          role="status"
          size="lg"
          tt="none"
          variant="light"
          color={live ? 'sea' : 'red'}
          leftSection={live ? <Radio size={14} aria-hidden /> : <Unplug size={14} aria-hidden />}
        >
          {t(live ? 'live' : 'notLive')}
        </Badge>
        <Switch
          size="lg"
          classNames={{ label: classes.soundLabel ?? '' }}
          checked={sound}
          onChange={(event) => onSound(event.currentTarget.checked)}
          aria-label={t('soundOn')}
          label={t(sound ? 'soundOn' : 'soundOff')}
          onLabel={<Volume2 size={18} aria-hidden />}
          offLabel={<VolumeX size={18} aria-hidden />}
        />
        <Switch
          size="lg"
          classNames={{ label: classes.voiceLabel ?? '' }}
          data-headset={headset}
          checked={voice}
          onChange={(event) => onVoice(event.currentTarget.checked)}
          aria-label={t('voice')}
          label={t(`headset.${headset}`)}
          onLabel={<Mic size={18} aria-hidden />}
          offLabel={<MicOff size={18} aria-hidden />}
        />
        <SegmentedControl
          aria-label={t('language')}
          value={i18n.language}
          onChange={(id) => void chooseLanguage(id)}
          data={languages.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Group>
    </header>
  )
}
