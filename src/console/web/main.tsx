import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { setNonce } from 'get-nonce'
import { createRoot } from 'react-dom/client'
import { ApiProblem } from './api.ts'
import { App } from './app.tsx'
import { startLanguage } from './language.ts'
import { readableColors, theme } from './theme.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element with id root')

/** Style elements that we add ourselves carry it; the page's policy lets no other one in. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''
setNonce(nonce)

/** Whoever is signed out in the middle of something is led to the door, not left before an error. */
const toTheDoor = (error: Error) => {
  if (error instanceof ApiProblem && error.word === 'signed_out') client.setQueryData(['me'], null)
}
const client = new QueryClient({
  queryCache: new QueryCache({ onError: toTheDoor }),
  mutationCache: new MutationCache({ onError: toTheDoor }),
  // A hotline's network may have no way to the internet; whether we are reached is seen by trying, not by asking the browser.
  defaultOptions: {
    queries: { retry: isWorthRetrying, staleTime: 2000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

/** A refusal stays a refusal. */
function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < 1 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500)
}

await startLanguage()
createRoot(root).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={readableColors}
    defaultColorScheme="auto"
    getStyleNonce={() => nonce}
  >
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </MantineProvider>,
)
