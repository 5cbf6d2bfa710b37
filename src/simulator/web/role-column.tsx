import { Text, Title, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { type Dispatch, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Change, Entry } from './line-state.ts'
import { PhoneCard } from './phone-card.tsx'
import type { Phone, Role } from './phones-api.ts'
import classes from './phones-page.module.css'
import { StateIcon } from './state-icon.tsx'

type Properties = {
  readonly role: Role
  readonly hidden: boolean
  readonly phones: readonly Phone[]
  readonly hotline: string
  readonly scale: number
  readonly transcripts: Readonly<Record<string, readonly Entry[]>>
  readonly listening: string | null
  readonly sound: boolean
  readonly onListen: (phone: string) => void
  readonly dispatch: Dispatch<Change>
}

/** The phones of one role: one open, the others a button each that shows their state, so that a ring is never out of sight. */
export function RoleColumn({
  role,
  hidden,
  phones,
  hotline,
  scale,
  transcripts,
  listening,
  sound,
  onListen,
  dispatch,
}: Properties) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<string | null>(null)
  const column = useRef<HTMLElement>(null)
  const shown = phones.find((phone) => phone.id === open) ?? phones[0]
  const rings = phones.find((phone) => phone.state === 'ringing')?.id
  const isFree = shown?.state === 'idle'
  // A phone that rings comes to the front, unless the person is busy with another one of this group.
  useEffect(() => {
    if (rings !== undefined && isFree && !column.current?.contains(document.activeElement)) setOpen(rings)
  }, [rings, isFree])
  return (
    <section ref={column} className={classes.column} aria-label={t(`role.${role}`)} hidden={hidden}>
      <Title order={2} className={classes.role}>
        {t(`role.${role}`)}
      </Title>
      {phones.length > 1 && (
        <div className={classes.choices}>
          {phones.map((phone) => (
            <UnstyledButton
              key={phone.id}
              className={classes.choice}
              data-state={phone.state}
              aria-pressed={phone === shown}
              title={phone.label}
              onClick={() => setOpen(phone.id)}
            >
              <StateIcon state={phone.state} size={16} />
              <span className={classes.choiceLabel}>{phone.label}</span>
              {phone.state === 'idle' ? (
                <VisuallyHidden>{t('state.idle')}</VisuallyHidden>
              ) : (
                <span className={classes.choiceState}>{t(`state.${phone.state}`)}</span>
              )}
            </UnstyledButton>
          ))}
        </div>
      )}
      {shown === undefined ? (
        <Text c="dimmed">{t('noPhones')}</Text>
      ) : (
        <PhoneCard
          key={shown.id}
          phone={shown}
          scale={scale}
          firstNumber={role === 'citizen' ? hotline : ''}
          transcript={transcripts[shown.id] ?? []}
          listening={listening === shown.id}
          sound={sound}
          onListen={() => onListen(shown.id)}
          dispatch={dispatch}
        />
      )}
    </section>
  )
}
