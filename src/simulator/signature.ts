import { createHmac } from 'node:crypto'

/**
 * The value of `X-Twilio-Signature`: base64 of HMAC-SHA1 with the account's token over the full URL (without its fragment)
 * followed by every form parameter, name and value, sorted by name.
 */
export function sign(url: string, form: ReadonlyMap<string, string> | null, authToken: string): string {
  const [base = ''] = url.split('#')
  let signed = base
  for (const name of [...(form?.keys() ?? [])].sort()) signed += name + (form?.get(name) ?? '')
  return createHmac('sha1', authToken).update(Buffer.from(signed, 'utf8')).digest('base64')
}
