import { Alert, Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from './api.ts'

type Properties = { readonly error?: Error; readonly retry: () => void }

/** What could not be shown, and what to do next. */
export function Trouble({ error, retry }: Properties) {
  const { t } = useTranslation()
  const status = error instanceof ApiProblem ? error.status : 0
  const why = status === 403 ? 'forbidden' : status === 404 ? 'notFound' : 'unreachable'
  return (
    <Alert color="red" m="md" title={t(`trouble.${why}.title`)} role="alert">
      {t(`trouble.${why}.advice`)}
      {why === 'unreachable' && (
        <Button mt="sm" display="block" variant="default" onClick={retry}>
          {t('trouble.retry')}
        </Button>
      )}
    </Alert>
  )
}
