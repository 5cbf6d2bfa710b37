import { Alert, Paper } from '@mantine/core'
import { type Dispatch, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Composer } from './composer.tsx'
import { Controls } from './controls.tsx'
import { DialPad, padKeys } from './dial-pad.tsx'
import type { Change, Entry } from './line-state.ts'
import { PhoneHead } from './phone-head.tsx'
import { type Actions, act, type Phone } from './phones-api.ts'
import classes from './phones-page.module.css'
import { playKey } from './sound.ts'
import { stopSpeaking } from './speech.ts'
import { Transcript } from './transcript.tsx'

type Properties = {
  readonly phone: Phone
  readonly scale: number
  /** What stands in the dial field at first. */
  readonly firstNumber: string
  readonly transcript: readonly Entry[]
  readonly listening: boolean
  readonly sound: boolean
  readonly onListen: () => void
  readonly dispatch: Dispatch<Change>
}

export type Doing = <Name extends keyof Actions>(action: Name, body: Actions[Name]) => Promise<boolean>

export function PhoneCard({ phone, scale, firstNumber, transcript, listening, sound, onListen, dispatch }: Properties) {
  const { t } = useTranslation()
  const [number, setNumber] = useState(firstNumber)
  const [problem, setProblem] = useState<'refused' | 'unreachable' | null>(null)

  const doing: Doing = async (action, body) => {
    // What became of it comes as an event; the reply may be older than the newest event.
    const reply = await act(phone.id, action, body)
    setProblem(reply === 'done' ? null : reply)
    return reply === 'done'
  }

  const pressKey = async (key: string) => {
    if (sound && listening) playKey(key)
    if (phone.state === 'idle') return setNumber((before) => before + key)
    if (phone.state !== 'in-call') return
    if (listening) stopSpeaking()
    dispatch({ change: 'did', phone: phone.id, kind: 'pressed', text: key, at: Date.now() })
    await doing('press', { digits: key })
  }

  const takeKey = (event: KeyboardEvent<HTMLElement>) => {
    if (
      event.ctrlKey ||
      event.altKey ||
      event.metaKey ||
      event.target instanceof HTMLInputElement ||
      event.target instanceof HTMLSelectElement
    )
      return
    if (padKeys.includes(event.key)) void pressKey(event.key)
    else if (event.key === 'Backspace' && phone.state === 'idle') setNumber((before) => before.slice(0, -1))
    else if (event.key === 'Escape' && phone.state !== 'idle')
      void doing(phone.state === 'ringing' ? 'reject' : 'hangup', {})
    else if (event.key === 'Enter' && event.target === event.currentTarget && phone.state === 'ringing')
      void doing('answer', {})
    else if (event.key === 'Enter' && event.target === event.currentTarget && phone.state === 'idle' && number !== '')
      void doing('dial', { to: number })
    else return
    event.preventDefault()
  }

  return (
    <Paper
      component="article"
      withBorder
      className={classes.card}
      data-state={phone.state}
      data-phone={phone.id}
      aria-label={phone.label}
      aria-description={t('keyboard')}
      tabIndex={0}
      onKeyDown={takeKey}
    >
      <PhoneHead phone={phone} scale={scale} listening={listening} onListen={onListen} />
      <Transcript label={phone.label} role={phone.role} entries={transcript} announced={listening} />
      {problem !== null && (
        <Alert
          color="red"
          p="xs"
          role="alert"
          className={classes.problem ?? ''}
          withCloseButton
          onClose={() => setProblem(null)}
        >
          {t(problem)}
        </Alert>
      )}
      <Composer
        inCall={phone.state === 'in-call'}
        canText={number !== ''}
        onSay={async (text) => {
          const done = await doing('say', { text })
          if (done) dispatch({ change: 'did', phone: phone.id, kind: 'said', text, at: Date.now() })
          return done
        }}
        onText={(body) => doing('text', { to: number, body })}
      />
      <div className={classes.bottom}>
        <DialPad disabled={phone.state === 'ringing' || phone.state === 'dialling'} onKey={pressKey} />
        <Controls phone={phone} number={number} onNumber={setNumber} doing={doing} />
      </div>
    </Paper>
  )
}
