import { Alert } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from './api.ts'
import { readableDuration } from './moment.tsx'

/** Why a change of one's own account was refused, and what to do. */
export function AccountProblem({ error }: { readonly error: Error | null }) {
  const { t } = useTranslation()
  if (error === null) return null
  const { word, details, retryAfterSeconds } =
    error instanceof ApiProblem ? error : { word: '', details: [], retryAfterSeconds: 0 }
  const known = ['wrong_password', 'wrong_code', 'too_often', 'password_refused', 'on_already', 'not_on', 'not_begun']
  const sentence = known.includes(word) ? `account.problem.${word}` : 'trouble.notSaved'
  return (
    <Alert color="red" role="alert">
      {t(sentence, { duration: readableDuration(retryAfterSeconds) })}
      {word === 'password_refused' && (
        <ul>
          {details.map((detail) => (
            <li key={detail}>{t(`account.problem.${detail}`, { defaultValue: detail })}</li>
          ))}
        </ul>
      )}
    </Alert>
  )
}
