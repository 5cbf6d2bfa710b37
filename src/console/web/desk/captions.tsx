import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSoftphone } from '../softphone/use-softphone.ts'
import classes from './desk.module.css'

const shown = 6
const isNumber = (from: string) => /\d{6}/.test(from)

/** What the line says, where it has no sound. */
export function Captions() {
  const { t } = useTranslation()
  const { captions } = useSoftphone()
  if (captions.length === 0) return null
  return (
    <div role="log" aria-label={t('desk.talk.captions')} className={classes.captions}>
      {captions.slice(-shown).map(({ key, text, from }) => (
        <Text key={key} size="sm">
          {from !== null && <b>{isNumber(from) ? t('desk.talk.citizen') : from}: </b>}
          {text}
        </Text>
      ))}
    </div>
  )
}
