import { Button, Group, PasswordInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** What a page left open should not do asks for the password once more. */
export function PasswordAgain({
  confirm,
  isPending,
  onConfirm,
  onCancel,
  children,
}: {
  readonly confirm: string
  readonly isPending: boolean
  readonly onConfirm: (password: string) => void
  readonly onCancel: () => void
  /** What went wrong. */
  readonly children?: ReactNode
}) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onConfirm(password)
    setPassword('')
  }
  return (
    <form onSubmit={submit}>
      <PasswordInput
        label={t('account.present')}
        description={t('account.presentHint')}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        mb="sm"
        required
        autoFocus
      />
      {children}
      <Group gap="sm" mt="sm">
        <Button type="submit" loading={isPending}>
          {confirm}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  )
}
