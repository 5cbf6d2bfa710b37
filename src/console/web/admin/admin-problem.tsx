import { Alert } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../api.ts'
import { readableDuration } from '../moment.tsx'
import classes from './admin.module.css'

/** Why a change was refused, and what to do. `of`: the part of the translations that knows its words. */
export function AdminProblem({ error, of }: { readonly error: Error | null; readonly of: string }) {
  const { t, i18n } = useTranslation()
  if (error === null) return null
  const { word, details, retryAfterSeconds } =
    error instanceof ApiProblem ? error : { word: '', details: [], retryAfterSeconds: 0 }
  const known = `admin.${of}.problem.${word}`
  const duration = readableDuration(retryAfterSeconds)
  return (
    <Alert color="red" role="alert">
      {word !== '' && i18n.exists(known) ? t(known, { duration }) : t('trouble.notSaved')}
      {details.length > 0 && ['account_refused', 'flows_broken'].includes(word) && (
        <ul className={classes.problems}>
          {details.map((detail) => (
            <li key={detail}>{t(`admin.${of}.problem.${detail}`, { defaultValue: detail })}</li>
          ))}
        </ul>
      )}
    </Alert>
  )
}
