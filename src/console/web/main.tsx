import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startLanguage } from './language.ts'
import { readableColors, theme } from './theme.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element with id root')

const client = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 2000 } } })

await startLanguage()
createRoot(root).render(
  <MantineProvider theme={theme} cssVariablesResolver={readableColors} defaultColorScheme="auto">
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </MantineProvider>,
)
