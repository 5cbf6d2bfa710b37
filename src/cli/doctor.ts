import { join } from 'node:path'
import type { Command } from 'commander'
import { readToolConfig, type ToolConfig } from '../config.ts'
import { runningPostmaster } from '../platform/embedded/cluster.ts'
import { startEmbedded } from '../platform/embedded/start.ts'
import { loadSite } from '../site.ts'
import { examineCarrier } from './doctor/carrier.ts'
import { examineDisk, examinePostgres, examineRedis } from './doctor/engines.ts'
import { type Finding, lineOf, ok, problem, warning } from './doctor/finding.ts'
import { examinePhones } from './doctor/phones.ts'
import { examineSecrets } from './doctor/secrets.ts'
import { examineCertificate, examineWebhook } from './doctor/webhook.ts'
import type { Language } from './words.ts'

async function examineDatabase(config: ToolConfig): Promise<readonly Finding[]> {
  const { databaseUrl, databaseConnections, dataFolder } = config
  if (databaseUrl !== null) return examinePostgres(databaseUrl, databaseConnections, Date.now)
  const folder = join(dataFolder, 'postgres')
  // One that does not run is left so: to start it is not the doctor's business.
  if ((await runningPostmaster(folder)) === undefined) return [problem('postgresAsleep')]
  const embedded = await startEmbedded({ folder })
  try {
    return await examinePostgres(embedded.url, databaseConnections, Date.now)
  } finally {
    await embedded.stop()
  }
}

/** Looks at everything from outside, side by side. Changes nothing, and shows no secret. */
export async function examine(config: ToolConfig): Promise<readonly Finding[]> {
  const { carrier, publicUrl, redisUrl, secretKey, demo } = config
  const loaded = await loadSite(config.siteFolder)
  const site = loaded.outcome === 'site' ? loaded.site : null
  const numbers = site?.lines.flatMap(({ to }) => (to.startsWith('+') ? [to] : [])) ?? []
  const examined = await Promise.all([
    site === null ? [problem('siteBroken')] : [ok('site', { name: site.name })],
    site === null ? [] : examinePhones(site),
    carrier === null
      ? [problem('carrierNone')]
      : examineSecrets({ secretKey, authToken: carrier.authTokens[0], demo, hasApiKey: carrier.apiKey !== null }),
    carrier === null ? [] : examineWebhook({ publicUrl, authToken: carrier.authTokens[0], now: Date.now() }),
    carrier === null ? [] : examineCertificate({ publicUrl, authToken: '', now: Date.now() }),
    carrier === null
      ? []
      : examineCarrier({ carrier, publicUrl, numbers: [...new Set([carrier.callerId, ...numbers])], clock: Date.now }),
    examineDatabase(config),
    redisUrl === null ? [ok('queueOnPostgres')] : examineRedis(redisUrl),
    examineDisk(config.dataFolder),
    config.backupStamp === null ? [warning('noBackup')] : [],
  ])
  return examined.flat()
}

export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('periksa dari luar apakah semuanya siap (whether everything is as production needs it)')
    .action(async () => {
      const { lang } = program.opts<{ lang: Language }>()
      const read = await readToolConfig()
      if (read.outcome === 'problems') {
        for (const why of read.problems) console.log(lineOf(problem('setting', { why }), lang))
        process.exitCode = 1
        return
      }
      const findings = await examine(read.config)
      for (const finding of findings) console.log(lineOf(finding, lang))
      if (findings.some(({ state }) => state === 'problem')) process.exitCode = 1
    })
}
