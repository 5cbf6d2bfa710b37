import { Secret, TOTP } from 'otpauth'

const periodSeconds = 30
/** A phone's clock may be half a minute off, and people type slowly (RFC 6238, 5.2). */
const windowSteps = 1

/** What every authenticator app understands: SHA-1, six digits, thirty seconds (RFC 6238; Google's key URI format). */
const totp = (secret: string, labels: { issuer?: string; label?: string } = {}) =>
  new TOTP({ ...labels, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: periodSeconds })

/** 160 random bits, in base 32. */
export const newSecret = (): string => new Secret({ size: 20 }).base32

/** What the picture holds that an app photographs. */
export const keyUri = (secret: string, issuer: string, login: string): string =>
  totp(secret, { issuer, label: login }).toString()

/** Which step of time (30 seconds each, since 1970) the code belongs to; null when it is not one of these minutes'. */
export function stepOf(secret: string, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const delta = totp(secret).validate({ token: code, timestamp: now, window: windowSteps })
  return delta === null ? null : Math.floor(now / 1000 / periodSeconds) + delta
}
