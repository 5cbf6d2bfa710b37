import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import { MantineProvider } from '@mantine/core'
import { createRoot } from 'react-dom/client'
import { startLanguage } from './language.ts'
import { PhonesPage } from './phones-page.tsx'
import { readableColors, theme } from './theme.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element with id root')

await startLanguage()
createRoot(root).render(
  <MantineProvider theme={theme} cssVariablesResolver={readableColors} defaultColorScheme="auto">
    <PhonesPage />
  </MantineProvider>,
)
