/** Builds the two browser applications: `--mode phones` to dist/phones (under /phones/), `--mode console` to dist/console (under /). */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'

const applications = {
  phones: { root: 'src/simulator/web', base: '/phones/' },
  console: { root: 'src/console/web', base: '/' },
} as const

const isApplication = (mode: string): mode is keyof typeof applications => mode in applications

export default defineConfig(({ mode }) => {
  if (!isApplication(mode))
    throw new Error(`Choose an application: --mode ${Object.keys(applications).join(' or --mode ')}`)
  const { root, base } = applications[mode]
  return {
    root,
    base,
    // Written beside each file, so that no request has to wait for it.
    plugins: [react(), compression({ algorithms: ['gzip', 'brotliCompress'], include: /\.(js|css|html|svg)$/ })],
    build: {
      outDir: `${import.meta.dirname}/dist/${mode}`,
      emptyOutDir: true,
      // A strict Content-Security-Policy allows no data: addresses for fonts and no inline script.
      assetsInlineLimit: 0,
      // Browsers that know light-dark() by themselves: lowered, it would not follow Mantine's colour scheme.
      cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 900,
    },
  }
})
