import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Phone as Handset, PhoneCall, PhoneOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Doing } from './phone-card.tsx'
import type { Behaviour, Phone } from './phones-api.ts'
import classes from './phones-page.module.css'

const behaviours: readonly Behaviour[] = ['manual', 'answers', 'busy', 'no-answer', 'voicemail']

type Properties = {
  readonly phone: Phone
  readonly number: string
  readonly onNumber: (number: string) => void
  readonly doing: Doing
}

/** As on every phone: the green key calls or answers, the red one rejects or hangs up, each always in its place. */
export function Controls({ phone, number, onNumber, doing }: Properties) {
  const { t } = useTranslation()
  const rings = phone.state === 'ringing'
  const idle = phone.state === 'idle'
  return (
    <div className={classes.controls}>
      <TextInput
        label={t('number')}
        classNames={{ input: classes.figures ?? '' }}
        inputMode="tel"
        autoComplete="off"
        maxLength={120}
        value={number}
        onChange={(event) => onNumber(event.currentTarget.value.trim())}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && idle && number !== '') void doing('dial', { to: number })
        }}
      />
      <Button
        size="md"
        color="green.9"
        disabled={rings ? false : !idle || number === ''}
        leftSection={rings ? <PhoneCall size={18} aria-hidden /> : <Handset size={18} aria-hidden />}
        onClick={() => void (rings ? doing('answer', {}) : doing('dial', { to: number }))}
      >
        {t(rings ? 'answer' : 'call')}
      </Button>
      <Button
        size="md"
        color="red.8"
        disabled={idle}
        leftSection={<PhoneOff size={18} aria-hidden />}
        onClick={() => void doing(rings ? 'reject' : 'hangup', {})}
      >
        {t(rings ? 'reject' : 'hangup')}
      </Button>
      <NativeSelect
        label={t('behaviour')}
        value={phone.behaviour}
        data={behaviours.map((value) => ({ value, label: t(`behaviours.${value}`) }))}
        onChange={(event) => {
          const behaviour = behaviours.find((each) => each === event.currentTarget.value)
          if (behaviour !== undefined) void doing('setting', { behaviour })
        }}
      />
    </div>
  )
}
