import { UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './phones-page.module.css'

export const padKeys: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']
const spokenNames: Readonly<Record<string, 'star' | 'hash'>> = { '*': 'star', '#': 'hash' }

export function DialPad({ disabled, onKey }: { readonly disabled: boolean; readonly onKey: (key: string) => void }) {
  const { t } = useTranslation()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of keys, not of form fields
    <div className={classes.pad} role="group" aria-label={t('pad')} title={t('keyboard')}>
      {padKeys.map((key) => {
        const name = spokenNames[key]
        return (
          <UnstyledButton
            key={key}
            className={classes.key}
            disabled={disabled}
            aria-label={t('key', { key: name === undefined ? key : t(name) })}
            onClick={() => onKey(key)}
          >
            {key}
          </UnstyledButton>
        )
      })}
    </div>
  )
}
