import { Button, TextInput } from '@mantine/core'
import { MessageSquareText, Mic } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './phones-page.module.css'

type Properties = {
  readonly inCall: boolean
  readonly canText: boolean
  readonly onSay: (words: string) => Promise<boolean>
  readonly onText: (body: string) => Promise<boolean>
}

/** One field for words: said in the call, or sent as a text message to the number in the dial field. Enter says them during a call. */
export function Composer({ inCall, canText, onSay, onText }: Properties) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const written = words.trim()
  const send = async (how: (words: string) => Promise<boolean>) => {
    if (written !== '' && (await how(written))) setWords('')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (inCall) void send(onSay)
    else if (canText) void send(onText)
  }
  return (
    <form className={classes.composer} onSubmit={submit}>
      <TextInput
        className={classes.words}
        aria-label={t('words')}
        placeholder={t('wordsHint')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        maxLength={1000}
        autoComplete="off"
      />
      <Button
        type="button"
        px="sm"
        variant={inCall ? 'filled' : 'default'}
        disabled={!inCall || written === ''}
        leftSection={<Mic size={16} aria-hidden />}
        onClick={() => void send(onSay)}
      >
        {t('say')}
      </Button>
      <Button
        type="button"
        px="sm"
        variant="default"
        disabled={!canText || written === ''}
        leftSection={<MessageSquareText size={16} aria-hidden />}
        onClick={() => void send(onText)}
      >
        {t('sms')}
      </Button>
    </form>
  )
}
