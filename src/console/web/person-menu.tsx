import { Button, type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'
import { ChevronDown, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { chooseLanguage, languages } from './language.ts'
import { useSignOut } from './queries.ts'
import type { Me } from './views.ts'

const schemes = [
  { id: 'auto', Icon: Monitor },
  { id: 'light', Icon: Sun },
  { id: 'dark', Icon: Moon },
] as const

/** What belongs together in the menu, under its name. */
const Choices = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a menu
  <div role="group" aria-label={label}>
    <Menu.Label aria-hidden>{label}</Menu.Label>
    {children}
  </div>
)

/** Who I am, and how I want to see the page. */
export function PersonMenu({ me }: { readonly me: Me }) {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  return (
    <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" loading={signOut.isPending} rightSection={<ChevronDown size={16} aria-hidden />}>
          {me.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href="/account" leftSection={<UserRound size={16} aria-hidden />}>
          {t('account.title')}
        </Menu.Item>
        <Menu.Divider />
        <Choices label={t('language')}>
          <Menu.RadioGroup value={i18n.language} onChange={(id) => void chooseLanguage(id)}>
            {languages.map(({ id, name, tag }) => (
              <Menu.RadioItem key={id} value={id} lang={tag}>
                {name}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Choices>
        <Choices label={t('scheme.title')}>
          <Menu.RadioGroup value={colorScheme} onChange={(id) => setColorScheme(id as MantineColorScheme)}>
            {schemes.map(({ id, Icon }) => (
              <Menu.RadioItem key={id} value={id} rightSection={<Icon size={16} aria-hidden />}>
                {t(`scheme.${id}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Choices>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => signOut.mutate()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
