import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import { MantineProvider } from '@mantine/core'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { ApiProblem } from './api.ts'
import { App } from './app.tsx'
import { startLanguage } from './language.ts'
import { readableColors, theme } from './theme.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element with id root')

/** Whoever is signed out in the middle of something is led to the door, not left before an error. */
const toTheDoor = (error: Error) => {
  if (error instanceof ApiProblem && error.status === 401) client.setQueryData(['me'], null)
}
const client = new QueryClient({
  queryCache: new QueryCache({ onError: toTheDoor }),
  defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 2000 } },
})

/** A refusal stays a refusal. */
function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < 1 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500)
}

await startLanguage()
createRoot(root).render(
  <MantineProvider theme={theme} cssVariablesResolver={readableColors} defaultColorScheme="auto">
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </MantineProvider>,
)
