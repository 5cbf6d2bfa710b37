import { Button, Container, Text, Title } from '@mantine/core'
import { LogOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { PasswordForm } from './password-form.tsx'
import { useSignOut } from './queries.ts'
import type { Me } from './views.ts'

/** Who came in by a password that somebody else chose, chooses an own one. Nothing else is open until then. */
export function FirstPassword({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const signOut = useSignOut()
  return (
    <Container component="main" size="xs" py="xl">
      <Title order={1} fz="xl" mb="xs">
        {t('account.firstTitle', { name: me.name })}
      </Title>
      <Text mb="md">{t('account.firstAdvice')}</Text>
      <PasswordForm />
      <Button
        mt="md"
        variant="default"
        leftSection={<LogOut size={16} aria-hidden />}
        loading={signOut.isPending}
        onClick={() => signOut.mutate()}
      >
        {t('signOut')}
      </Button>
    </Container>
  )
}
