import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { siteFolder } from '../config.ts'
import type { Say, Spoken } from '../flow/verbs.ts'
import { ladderPlan, mainFlow } from '../house.ts'
import { firstEmergency, safeLine } from '../safe-line.ts'
import { sayer } from '../site/phrases.ts'
import type { Site } from '../site.ts'
import { type FallbackPhone, renderFallback } from '../telephony/fallback.ts'
import { siteAt } from './flow-site.ts'
import words from './lang/fallback.json' with { type: 'json' }
import type { Language } from './words.ts'

/** Every language of the site, its own first: nobody knows yet what the caller speaks. Recordings lie on our server, which is away. */
const inEveryLanguage = (site: Site): ((prompt: string, values?: Parameters<Say>[1]) => readonly Spoken[]) => {
  const others = site.languages.filter((language) => language !== site.defaultLanguage)
  const says = [site.defaultLanguage, ...others].map((language) => sayer(mainFlow(site), language))
  return (prompt, values) => {
    const spoken = says.map((say) => withoutRecording(say(prompt, values)))
    return spoken.filter(({ text }, at) => spoken.findIndex((other) => other.text === text) === at)
  }
}

const withoutRecording = ({ prompt, text, language }: Spoken): Spoken => ({ prompt, text, language })

/** The files, by name. `baseUrl`: where they will lie. `callerId`: a number of ours in E.164. `now`: milliseconds since 1970. */
export function fallbackFiles(
  site: Site,
  { baseUrl, callerId, now }: { readonly baseUrl: string; readonly callerId: string; readonly now: number },
): Readonly<Record<string, string>> {
  const say = inEveryLanguage(site)
  const { kind } = firstEmergency(site)
  const line = safeLine(site)(kind, now)
  const values = { place: site.name, kind: ladderPlan(site, kind).label }
  const ladder = line.ladder.map(
    ({ name, target, ringSeconds, accepts }): FallbackPhone => ({
      target,
      ringSeconds,
      mustPress: accepts === 'key',
      before: say('aman_memanggil', { name }),
      callee: say(accepts === 'key' ? 'aman_mitra' : 'aman_mitra_langsung', values),
    }),
  )
  const { name, target, ringSeconds } = line.dutyLine
  const voices = { audioBase: '', voices: site.carrier.voices }
  return renderFallback({
    menu: say('cadangan_menu', { name }),
    ladder,
    dutyLine: {
      target,
      ringSeconds,
      mustPress: true,
      before: say('aman_posko', { name }),
      callee: say('aman_mitra', { place: site.name, kind: 'Hotline' }),
    },
    between: say('cadangan_lanjut'),
    lastWords: say('cadangan_akhir'),
    callerId,
    speech: voices,
    baseUrl: baseUrl.replace(/\/+$/, ''),
  })
}

const toUrl = (text: string): string => {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) throw new InvalidArgumentError('https://...')
  return text
}

type Options = { readonly url: string; readonly out: string; readonly folder: string; readonly callerId?: string }

export function fallbackCommand(program: Command): void {
  program
    .command('fallback')
    .description('dokumen cadangan untuk penyedia telepon (documents for the carrier when all of Sahut is away)')
    .requiredOption('--url <url>', 'where the files will lie: another host, https', toUrl)
    .option('--out <folder>', 'where to write them', 'fallback')
    .option('--folder <folder>', "the site's folder", siteFolder())
    .option('--caller-id <number>', "the number that is shown; the site's first line unless given")
    .action(async ({ url, out, folder, callerId }: Options) => {
      const language = program.opts<{ lang: Language }>().lang
      const site = await siteAt(folder, language)
      if (site === null) return
      const shown = callerId ?? site.lines.find(({ to }) => to.startsWith('+'))?.to ?? ''
      const files = fallbackFiles(site, { baseUrl: url, callerId: shown, now: Date.now() })
      await mkdir(out, { recursive: true })
      for (const [name, text] of Object.entries(files)) {
        await writeFile(join(out, name), text)
        console.log(join(out, name))
      }
      console.error(words[language].next.replace('{url}', `${url.replace(/\/+$/, '')}/fallback.xml`))
    })
}
