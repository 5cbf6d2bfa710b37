/** Lets an operator's browser connect through the carrier: a token that names the browser, for a short time. */

/** How long a browser may connect with one token; it is renewed before. */
export const browserTokenSeconds = 3600

export type BrowserAccount = {
  readonly accountSid: string
  readonly apiKey: string
  readonly apiSecret: string
  /** The carrier's application whose voice address is our `/twilio/voice/client`. */
  readonly applicationSid: string
}

export type BrowserToken = {
  readonly token: string
  /** Seconds from now. */
  readonly validSeconds: number
}

/** Makes a token by which a browser is `client:<identity>`: it may connect outward, and nobody can ring it. */
export async function browserToken(account: BrowserAccount, identity: string): Promise<BrowserToken> {
  // A part of the package that loads in milliseconds; the whole of it takes 0.3 s.
  const { default: AccessToken } = await import('twilio/lib/jwt/AccessToken.js')
  const token = new AccessToken(account.accountSid, account.apiKey, account.apiSecret, {
    identity,
    ttl: browserTokenSeconds,
  })
  token.addGrant(new AccessToken.VoiceGrant({ outgoingApplicationSid: account.applicationSid, incomingAllow: false }))
  return { token: token.toJwt(), validSeconds: browserTokenSeconds }
}

/** Where the carrier's browser library connects to, and fetches its sounds from: for the page's policy. */
export const browserHosts = {
  connect: ['wss://voice-js.roaming.twilio.com', 'https://eventgw.twilio.com', 'https://sdk.twilio.com'],
  media: ['https://sdk.twilio.com'],
} as const
