import { join } from 'node:path'
import type { Config } from '../../src/config.ts'
import { migrationsFolder } from './template.ts'

/** The regency's line, as it is shipped. */
export const line = '+62751000100'

export const siteFolder = join(import.meta.dirname, '../../ivr-flows')

/** What an environment would say: a house on this machine, and the carrier at `apiUrl`. */
export const configOf = (port: number, apiUrl: string, databaseUrl: string, redisUrl: string | null): Config => ({
  demo: false,
  role: 'all',
  publishing: 'reviewed',
  host: '127.0.0.1',
  port,
  simulatorPort: 0,
  publicUrl: `http://127.0.0.1:${port}`,
  trustProxy: false,
  siteFolder,
  migrationsFolder,
  dataFolder: '',
  databaseUrl,
  databaseConnections: 8,
  redisUrl,
  secretKey: 'a-secret-of-forty-characters-for-a-test.',
  logLevel: 'warn',
  backupStamp: null,
  carrier: {
    accountSid: `AC${'5'.repeat(32)}`,
    authTokens: ['9'.repeat(32)],
    apiKey: null,
    applicationSid: null,
    simulatorUrl: null,
    apiUrl,
    callerId: line,
  },
})
