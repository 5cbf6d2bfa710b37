import { Text } from '@mantine/core'
import {
  Bell,
  Ellipsis,
  Grid3x3,
  MessageSquareText,
  Mic,
  Phone,
  PhoneOff,
  Play,
  User,
  Volume2,
  Waves,
} from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { readableAddress } from './address.ts'
import { tagOf } from './language.ts'
import type { Entry, EntryKind } from './line-state.ts'
import type { Role } from './phones-api.ts'
import classes from './transcript.module.css'
import { voiceTagOf } from './voice-tag.ts'

const icons = {
  speech: Volume2,
  audio: Play,
  tone: Waves,
  ringing: Bell,
  silence: Ellipsis,
  person: User,
  said: Mic,
  pressed: Grid3x3,
  'text-in': MessageSquareText,
  'text-out': MessageSquareText,
  began: Phone,
  ended: PhoneOff,
} as const satisfies Record<EntryKind, unknown>

/** Who an entry comes from decides its side and shape. */
const sides: Record<EntryKind, 'them' | 'me' | 'mark'> = {
  speech: 'them',
  audio: 'them',
  person: 'them',
  'text-in': 'them',
  said: 'me',
  'text-out': 'me',
  pressed: 'me',
  tone: 'mark',
  ringing: 'mark',
  silence: 'mark',
  began: 'mark',
  ended: 'mark',
}

type Properties = {
  readonly label: string
  readonly role: Role
  readonly entries: readonly Entry[]
  /** Screen readers speak what comes: only for the phone that is listened to, or three would talk at once. */
  readonly announced: boolean
}

/** Captions of all that was heard, said, pressed and texted at one phone; newest below. */
export function Transcript({ label, role, entries, announced }: Properties) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const newest = entries.at(-1)?.key
  useEffect(() => {
    if (newest !== undefined) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [newest])
  return (
    <div
      ref={box}
      className={classes.log}
      role="log"
      aria-live={announced ? 'polite' : 'off'}
      aria-label={t('transcript', { label })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
      tabIndex={0}
    >
      {entries.length === 0 ? (
        <Text size="sm" c="dimmed" ta="center" m="auto" maw="18rem">
          {t(role === 'citizen' ? 'emptyCitizen' : 'empty')}
        </Text>
      ) : (
        entries.map((entry) => <Line key={entry.key} entry={entry} />)
      )}
    </div>
  )
}

function Line({ entry }: { readonly entry: Entry }) {
  const { t, i18n } = useTranslation()
  const Icon = icons[entry.kind]
  const tag = tagOf(i18n.language)
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(entry.at)
  const title = t(`entry.${entry.kind}`, { from: readableAddress(entry.from ?? ''), text: entry.text })
  const spoken = entry.kind === 'speech' && entry.language !== null ? voiceTagOf(entry.language) : null
  if (sides[entry.kind] === 'mark')
    return (
      <div className={classes.mark} data-kind={entry.kind}>
        <Icon size={13} aria-hidden />
        <span>{title}</span>
        <time>{time}</time>
      </div>
    )
  return (
    <div className={classes.entry} data-side={sides[entry.kind]} data-kind={entry.kind}>
      <div className={classes.title}>
        <Icon size={13} aria-hidden />
        <span>{title}</span>
        {spoken !== null && <span className={classes.language}>{languageName(spoken, tag)}</span>}
        <time>{time}</time>
      </div>
      {entry.kind !== 'pressed' && <p lang={spoken ?? undefined}>{readableText(entry)}</p>}
    </div>
  )
}

/** A recording is named by its address: the last part says enough. */
const readableText = (entry: Entry): string =>
  entry.kind === 'audio' && /^https?:/.test(entry.text) ? (entry.text.split('/').at(-1) ?? entry.text) : entry.text

const languageName = (spoken: string, tag: string): string =>
  new Intl.DisplayNames([tag], { type: 'language', fallback: 'code' }).of(spoken.split('-')[0] ?? spoken) ?? spoken
