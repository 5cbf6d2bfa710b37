/**
 * The carrier's name for one delivery: the same on its retries (header `I-Twilio-Idempotency-Token`). It tells apart transport
 * retries only; what a webhook means is told apart by call and turn. Null when absent or odd.
 */
export function deliveryToken(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): string | null {
  const token = headers['i-twilio-idempotency-token']
  return typeof token === 'string' && /^[\x21-\x7e]{1,128}$/.test(token) ? token : null
}
