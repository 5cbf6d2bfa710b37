/** One number (or short code over a SIP trunk) of the account and where its calls and texts go. */
export type Line = {
  readonly sid: string
  /** E.164, or a short code that arrives over a SIP trunk. */
  readonly number: string
  readonly name: string
  voiceUrl: string
  voiceMethod: 'GET' | 'POST'
  voiceFallbackUrl: string | null
  statusCallback: string | null
  smsUrl: string | null
  smsFallbackUrl: string | null
  /** Calls to this line come in by SIP, from this host, with P-Asserted-Identity. */
  readonly sipHost: string | null
}

export type Account = {
  readonly sid: string
  readonly authToken: string
  /** API keys (SK...) and their secrets, accepted like the account itself. */
  readonly apiKeys: ReadonlyMap<string, string>
  readonly lines: readonly Line[]
  /** Voice URL of the TwiML application through which browsers and apps (`client:` addresses) connect outward. */
  readonly clientVoiceUrl: string | null
}

export const apiVersion = '2010-04-01'

/** True when basic authentication names the account or one of its keys with the right secret. */
export function mayUse(account: Account, authorization: string | undefined): boolean {
  const [scheme, encoded = ''] = (authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic') return false
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  const secret = rest.join(':')
  return (user === account.sid && secret === account.authToken) || account.apiKeys.get(user) === secret
}

export function lineOf(account: Account, number: string): Line | undefined {
  return account.lines.find((line) => line.number === number)
}
