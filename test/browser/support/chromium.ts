/** The browser of the tests: unpacked once for each version, reached by nobody but the test, with no way to the outside. */
import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'
import type { Test } from 'tap'

const modules = join(import.meta.dirname, '../../../node_modules')
const run = promisify(execFile)

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  // Whatever a page asks of an outside host fails, so that a test shows it.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
]

/**
 * Folder of the unpacked browser. It is unpacked beside its place and then renamed, so that tests that start at once never
 * run a file that another still writes (ETXTBSY).
 */
async function unpack(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(modules, '@sparticuz/chromium/package.json'), 'utf8')) as {
    version: string
  }
  const cache = join(modules, '.cache')
  const folder = join(cache, `chromium-${version}-${process.arch}`)
  if (await exists(join(folder, 'chromium'))) return folder
  await mkdir(cache, { recursive: true })
  const fresh = await mkdtemp(join(cache, 'chromium-unpacking-'))
  await run(process.execPath, [join(import.meta.dirname, 'unpack-chromium.ts')], {
    env: { ...process.env, TMPDIR: fresh, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
  })
  await writeFile(join(fresh, 'fonts.conf'), fontsIn(folder))
  try {
    await rename(fresh, folder)
  } catch (cause) {
    // Another test was first.
    await rm(fresh, { recursive: true, force: true })
    if (!(await exists(join(folder, 'chromium')))) throw new Error('The test browser could not be unpacked', { cause })
  }
  return folder
}

/** The browser's own list of fonts names folders that are not ours; with no font at all it draws no letters, not even of a web font. */
const fontsIn = (folder: string): string =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>
`

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

async function launch(): Promise<Browser> {
  const folder = await unpack()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  })
}

/** In a process that runs many files the browser waits a while for the next one that wants it. */
const lingerMilliseconds = process.env.TEST_WORKER ? 30_000 : 0

let running: Promise<Browser> | undefined
let users = 0

function leave(): void {
  users -= 1
  setTimeout(() => {
    if (users > 0 || running === undefined) return
    const left = running
    running = undefined
    left.then((browser) => browser.close()).catch(() => {})
  }, lingerMilliseconds)
}

/**
 * The process's browser; a function that gives a fresh context each time. The size is the smallest screen that
 * operators have. A context closes with the part of the test that asked for it: a page that stays open goes on hearing news.
 */
export async function withBrowser(t: Test): Promise<(options?: BrowserContextOptions) => Promise<BrowserContext>> {
  users += 1
  running ??= launch()
  const browser = await running
  const contexts: { readonly part: unknown; readonly context: BrowserContext }[] = []
  const close = (over: (part: unknown) => boolean) =>
    Promise.allSettled(contexts.filter(({ part }) => over(part)).map(({ context }) => context.close()))
  let part: unknown = null
  t.on('subtestStart', (begun) => {
    part = begun
  })
  t.on('subtestEnd', (ended) => {
    part = null
    void close((one) => one === ended)
  })
  t.teardown(async () => {
    await close(() => true)
    leave()
  })
  return async (options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'id-ID', ...options })
    contexts.push({ part, context })
    return context
  }
}
